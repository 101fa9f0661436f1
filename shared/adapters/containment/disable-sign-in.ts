import * as z from 'zod';
import type { BackendFailure } from '../../core/backend-failure';
import { compact } from '../../core/compact';
import type { ContainmentChange } from '../../core/containment';
import type { Detail } from '../../core/detail';
import { detail } from '../../core/detail';
import type { Clock } from '../../ports/clock';
import type { ContainmentMethod, RestoreCall, StepAnswer } from '../../ports/containment-method';
import type { GraphCall, GraphClient } from '../graph/graph-client';
import { untilKnown } from '../graph/until-known';
import { userPath } from '../graph/user-path';
import type { StepCalls } from './step-calls';
import { LOOKING, NOT_NOTED, failureOf, ownChanges, restorable, stateAfter, stepCalls } from './step-calls';

export const DISABLE_SIGN_IN_PERMISSION = 'User.EnableDisableAccount.All';
const NOBODY = '00000000-0000-0000-0000-000000000000';
/** The waits, in ms, before the account is read back once more: Graph is only eventually consistent. */
const READ_BACK_MS = [250, 500, 1000, 2000];
/** What was written is read back though the call is one that does not wait for its turn. */
const READ_BACK_TURN_MS = 2_000;

const account = z.object({ accountEnabled: z.boolean(), onPremisesSyncEnabled: z.boolean().nullish() });

type SignIn =
  | { readonly kind: 'read'; readonly isEnabled: boolean; readonly advice?: Detail }
  | { readonly kind: 'failed'; readonly failure: BackendFailure };

/**
 * Disables the sign-in of users by `accountEnabled` ("Update user"; application permissions `User.EnableDisableAccount.All` and
 * `User.Read.All`). Graph refuses it for accounts that hold a directory role unless the identity holds one that is higher
 * ("Who can perform sensitive actions").
 */
export function disableSignIn(graph: GraphClient, clock: Clock): ContainmentMethod {
  return {
    async foresee({ user, noted }) {
      const read = await readSignIn(stepCalls(graph, clock, LOOKING), clock, user.id);
      if (read.kind === 'failed') return read;
      const own = ownChanges({ noted });
      const changes = read.isEnabled && own.length === 0 ? [changeOf(user.id)] : own;
      return compact({ kind: 'foreseen' as const, changes, kept: [], advice: read.advice });
    },
    async contain({ user, noted }, call) {
      const calls = stepCalls(graph, clock, call);
      const read = await readSignIn(calls, clock, user.id);
      if (read.kind === 'failed') return calls.failed(read.failure);
      const { advice } = read;
      const [own] = ownChanges({ noted });
      const made = { changed: [{ ...(own ?? changeOf(user.id)), state: 'made' as const }] };
      if (!read.isEnabled)
        return own ? calls.done('contained', { ...made, advice }) : calls.done('unchanged');
      const intended = own ?? changeOf(user.id);
      if (!(await call.note([intended]))) return calls.failed(NOT_NOTED);
      const refusal = await setEnabled(calls, clock, user.id, false);
      if (refusal) {
        const changed = [{ ...intended, state: stateAfter(refusal.failure) }];
        return calls.failed(refusal.failure, { changed, advice: refusal.advice });
      }
      const isShown = await isReadBack(calls, clock, user.id);
      return calls.done('contained', { ...made, advice: isShown ? advice : notReadBack(advice) });
    },
    restore: ({ user }, changes, call) =>
      restore(stepCalls(graph, clock, call), clock, { id: user.id, changes, call }),
  };
}

async function restore(
  calls: StepCalls,
  clock: Clock,
  {
    id,
    changes,
    call,
  }: {
    readonly id: string;
    readonly changes: readonly ContainmentChange[];
    readonly call: RestoreCall;
  },
): Promise<StepAnswer> {
  const [change] = restorable(changes);
  if (!change) return calls.done('unchanged');
  const read = await readSignIn(calls, clock, id);
  if (read.kind === 'failed') return calls.failed(read.failure, { changed: [change] });
  const restored = { changed: [{ ...change, state: 'restored' as const }] };
  if (read.isEnabled && call.isRepeated) return calls.done('restored', restored);
  if (read.isEnabled) {
    const kept = [{ item: change.item, reason: detail('signInEnabledAlready') }];
    return calls.done('unchanged', { changed: [{ ...change, state: 'notOurs' }], kept });
  }
  const refusal = await setEnabled(calls, clock, id, true);
  return refusal
    ? calls.failed(refusal.failure, { changed: [change], advice: refusal.advice })
    : calls.done('restored', restored);
}

function changeOf(id: string): ContainmentChange {
  return {
    step: 'disableSignIn',
    item: { kind: 'signIn', id },
    before: { accountEnabled: true },
    state: 'intended',
  };
}

/** The second revocation, which comes when the disabled state can be read, may have come too early. */
function notReadBack(advice: Detail | undefined): Detail {
  const first = detail('signInNotReadBack');
  return advice ? detail('twoSentences', { first, second: advice }) : first;
}

async function readSignIn(calls: StepCalls, clock: Clock, id: string): Promise<SignIn> {
  const answer = await untilKnown(clock, () => calls.graph(read(id)));
  if (answer.kind !== 'ok') return { kind: 'failed', failure: failureOf(answer) };
  const parsed = account.safeParse(answer.body);
  if (!parsed.success) {
    return { kind: 'failed', failure: { kind: 'notDone', detail: detail('graphNotAUser') } };
  }
  const { accountEnabled: isEnabled, onPremisesSyncEnabled } = parsed.data;
  const advice = onPremisesSyncEnabled === true ? detail('disableInActiveDirectory') : undefined;
  return compact({ kind: 'read' as const, isEnabled, advice });
}

/** Whether the directory shows the account as disabled, within some seconds. */
async function isReadBack(calls: StepCalls, clock: Clock, id: string): Promise<boolean> {
  for (const wait of [0, ...READ_BACK_MS]) {
    if (wait > 0) await clock.sleep(wait);
    const answer = await calls.graph({ ...read(id), maxTurnMs: READ_BACK_TURN_MS });
    if (answer.kind === 'failed') return false;
    const shown = answer.kind === 'ok' ? account.safeParse(answer.body).data : undefined;
    if (shown?.accountEnabled === false) return true;
  }
  return false;
}

/** Undefined: Graph has done it. */
async function setEnabled(
  calls: StepCalls,
  clock: Clock,
  id: string,
  isEnabled: boolean,
): Promise<{ readonly failure: BackendFailure; readonly advice?: Detail } | undefined> {
  const answer = await untilKnown(clock, () => calls.graph(write(id, isEnabled)));
  if (answer.kind === 'ok') return undefined;
  const failure = failureOf(answer);
  if (failure.kind !== 'forbidden') return { failure };
  // For a user who cannot exist, 404 proves the permission: it is then the account that Graph refuses to have changed.
  const probe = await calls.graph({ ...write(NOBODY, isEnabled), priority: 'low' });
  if (probe.kind !== 'notFound') return { failure };
  const { status = '403' } = failure.detail.values;
  return {
    failure: { kind: 'forbidden', detail: detail('administratorAccount', { status }) },
    advice: detail('roleForAdministrators'),
  };
}

function read(id: string): GraphCall {
  return {
    method: 'GET',
    path: `${userPath(id)}?$select=id,accountEnabled,onPremisesSyncEnabled`,
    permission: 'User.Read.All',
    priority: 'high',
  };
}

function write(id: string, accountEnabled: boolean): GraphCall {
  return {
    method: 'PATCH',
    path: userPath(id),
    permission: DISABLE_SIGN_IN_PERMISSION,
    body: { accountEnabled },
    priority: 'high',
  };
}
