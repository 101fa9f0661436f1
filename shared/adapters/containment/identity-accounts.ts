import type { BackendFailure } from '../../core/backend-failure';
import { compact } from '../../core/compact';
import type { ContainmentChange, KeptItem } from '../../core/containment';
import { detail } from '../../core/detail';
import type { Clock } from '../../ports/clock';
import type {
  ContainmentCall,
  ContainmentMethod,
  ContainmentTarget,
  RestoreCall,
  StepAnswer,
} from '../../ports/containment-method';
import type { GraphClient } from '../graph/graph-client';
import { encodeSegment } from '../graph/user-path';
import type { AccountProvider, ListedAccount } from './listed-accounts';
import { ACCOUNTS_PATH, listAccounts, readAccount } from './listed-accounts';
import type { StepCalls } from './step-calls';
import { LOOKING, NOT_NOTED, failureOf, ownChanges, restorable, stateAfter, stepCalls } from './step-calls';

export const ACCOUNT_ACTIONS_PERMISSION = 'SecurityIdentitiesActions.ReadWrite.All';

type Action = 'disable' | 'enable' | 'revokeAllSessions';

/** What is done to an account, as far as its `actions` offer it, and what a person calls its provider. */
const PROVIDERS: Readonly<
  Record<AccountProvider, { readonly name: string; readonly actions: readonly Action[] }>
> = {
  activeDirectory: { name: 'Active Directory', actions: ['disable'] },
  okta: { name: 'Okta', actions: ['disable', 'revokeAllSessions'] },
};

/**
 * Disables the accounts of a user in Active Directory and Okta, and ends the sessions of the latter, by Defender for Identity
 * ("identityAccounts: invokeAction"; permissions `SecurityIdentitiesAccount.Read.All` and
 * `SecurityIdentitiesActions.ReadWrite.All`). What it accepts is done later, and not reported.
 */
export function identityAccounts(graph: GraphClient, clock: Clock): ContainmentMethod {
  return {
    async foresee({ user, noted }) {
      const listed = await listAccounts(stepCalls(graph, clock, LOOKING), user.id);
      if (listed.kind === 'failed') return listed;
      const { own, intended, kept } = plan(listed.accounts, noted);
      const changes = [...own, ...intended];
      const advice = changes.length > 0 ? detail('identityActionLater') : undefined;
      return compact({ kind: 'foreseen' as const, changes, kept, advice });
    },
    contain: (target, call) => contain(stepCalls(graph, clock, call), target, call),
    restore: (_target, changes, call) => restore(stepCalls(graph, clock, call), changes, call),
  };
}

async function contain(
  calls: StepCalls,
  { user, noted }: ContainmentTarget,
  { note }: ContainmentCall,
): Promise<StepAnswer> {
  const listed = await listAccounts(calls, user.id);
  if (listed.kind === 'failed') return calls.failed(listed.failure);
  const { own, intended, kept } = plan(listed.accounts, noted);
  const all = [...own, ...intended];
  if (all.length === 0) return calls.done('unchanged', { kept });
  const open = all.filter(({ state }) => state === 'intended');
  if (open.some((change) => isOffered(change, listed.accounts)) && !(await note(open)))
    return calls.failed(NOT_NOTED);
  const accepted = new Set<string>(own.map(({ item }) => item.id));
  const done = await each(all, (change) =>
    change.state === 'made'
      ? Promise.resolve(undefined)
      : invokeOffered(calls, change, listed.accounts, accepted),
  );
  const stateOf = (id: string, failure: BackendFailure | undefined): ContainmentChange['state'] => {
    if (!failure) return 'made';
    return accepted.has(id) ? 'intended' : stateAfter(failure);
  };
  const changed = done.map(({ change, failure }) => ({ ...change, state: stateOf(change.item.id, failure) }));
  const failure = done.find((one) => one.failure)?.failure;
  const advice = detail('identityActionAccepted');
  return failure
    ? calls.failed(failure, { changed, kept })
    : calls.done('contained', { changed, kept, advice });
}

async function restore(
  calls: StepCalls,
  changes: readonly ContainmentChange[],
  call: RestoreCall,
): Promise<StepAnswer> {
  const done = await each(restorable(changes), (change) => enable(calls, change, call));
  const changed = done.map(({ change, failure }): ContainmentChange => {
    if (!failure) return { ...change, state: 'restored' };
    return failure === 'notOffered' ? { ...change, state: 'notOurs' } : change;
  });
  const failure = done.map((one) => one.failure).find((one) => typeof one === 'object');
  const kept = changed.filter(({ state }) => state === 'notOurs').map(({ item }) => off(item, 'enable'));
  if (failure) return calls.failed(failure, { changed, kept });
  const isAny = changed.some(({ state }) => state === 'restored');
  const advice = isAny ? detail('identityActionAccepted') : undefined;
  return calls.done(isAny ? 'restored' : 'unchanged', { changed, kept, advice });
}

/** What is to be done to accounts: what earlier calls have noted, and what is new. The others stay as they are. */
function plan(
  accounts: readonly ListedAccount[],
  noted: readonly ContainmentChange[],
): {
  readonly own: readonly ContainmentChange[];
  readonly intended: readonly ContainmentChange[];
  readonly kept: readonly KeptItem[];
} {
  const own = ownChanges({ noted });
  const others = accounts.filter(({ accountId }) => !own.some(({ item }) => item.id === accountId));
  const changes = others.map((account) => ({ account, change: changeOf(account) }));
  return {
    own,
    intended: changes.flatMap(({ change }) => change ?? []),
    kept: changes.flatMap(({ account, change }) => (change ? [] : [off(itemOf(account), 'disable')])),
  };
}

function changeOf(account: ListedAccount): ContainmentChange | undefined {
  const { identityId, provider } = account;
  const actions = offered(account, PROVIDERS[provider].actions);
  if (actions.length === 0) return undefined;
  const isFinal = actions.includes('disable') ? undefined : (true as const);
  return compact({
    step: 'identityAccounts' as const,
    item: itemOf(account),
    before: { identityId, provider, actions: actions.join(' ') },
    isFinal,
    state: 'intended' as const,
  });
}

function itemOf({ accountId: id, provider }: ListedAccount): ContainmentChange['item'] {
  return { kind: 'identityAccount', id, name: PROVIDERS[provider].name };
}

function off(item: ContainmentChange['item'], action: Action): KeptItem {
  return { item, reason: detail('identityActionOff', { action }) };
}

function offered({ actions }: ListedAccount, wanted: readonly Action[]): readonly Action[] {
  return wanted.filter((action) => actions.includes(action.toLowerCase()));
}

function actionsOf({ before }: ContainmentChange): readonly Action[] {
  const named = String(before?.['actions'] ?? '').split(' ');
  return (['disable', 'revokeAllSessions'] as const).filter((action) => named.includes(action));
}

function isOffered(change: ContainmentChange, accounts: readonly ListedAccount[]): boolean {
  const account = accounts.find(({ accountId }) => accountId === change.item.id);
  return account !== undefined && offered(account, actionsOf(change)).length > 0;
}

/**
 * What an earlier call has done already is not offered any more.
 *
 * @param accepted the ids of accounts of which something was accepted, or may have been: a later refusal does not take that back
 */
async function invokeOffered(
  calls: StepCalls,
  change: ContainmentChange,
  accounts: readonly ListedAccount[],
  accepted: Set<string>,
): Promise<BackendFailure | undefined> {
  const account = accounts.find(({ accountId }) => accountId === change.item.id);
  for (const action of account ? offered(account, actionsOf(change)) : []) {
    const failure = account && (await invoke(calls, account, action));
    if (failure) return failure;
    accepted.add(change.item.id);
  }
  return undefined;
}

async function enable(
  calls: StepCalls,
  { item, before }: ContainmentChange,
  { isRepeated }: RestoreCall,
): Promise<BackendFailure | 'notOffered' | undefined> {
  const read = await readAccount(calls, { identityId: String(before?.['identityId']), accountId: item.id });
  if (read.kind === 'failed') return read.failure;
  const [account] = read.accounts;
  if (!account) return 'notOffered';
  if (offered(account, ['enable']).length === 0) return isRepeated ? undefined : 'notOffered';
  return invoke(calls, account, 'enable');
}

async function invoke(
  calls: StepCalls,
  { identityId, accountId, provider: identityProvider }: ListedAccount,
  action: Action,
): Promise<BackendFailure | undefined> {
  const answer = await calls.graph({
    method: 'POST',
    path: `${ACCOUNTS_PATH}/${encodeSegment(identityId)}/invokeAction`,
    permission: ACCOUNT_ACTIONS_PERMISSION,
    body: { accountId, action, identityProvider },
  });
  return answer.kind === 'ok' ? undefined : failureOf(answer);
}

/** One after the other; the failure of one stops no other. */
async function each<Failure>(
  changes: readonly ContainmentChange[],
  work: (change: ContainmentChange) => Promise<Failure | undefined>,
): Promise<readonly { readonly change: ContainmentChange; readonly failure: Failure | undefined }[]> {
  const done: { readonly change: ContainmentChange; readonly failure: Failure | undefined }[] = [];
  for (const change of changes) done.push({ change, failure: await work(change) });
  return done;
}
