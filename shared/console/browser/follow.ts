import type { Failure } from '../failure';
import { containmentsPath, openContainmentsPath } from '../containments-path';
import type { Action, Arrival, State } from '../state';
import {
  askForContained,
  askForHistory,
  askForOutcomes,
  askForService,
  askForStatus,
  askForWaiting,
} from './ask-for';
import { sendDecisions, sendFlip } from './send';
import type { Session } from './session';
import { askForForeseen, sendUndo } from './undo';

/** Takes what has come back. */
export type Arrive = (arrival: Arrival) => void;

interface Step {
  readonly action: Action;
  readonly before: State;
  readonly after: State;
}

/** Does what an action asks for beyond the page, and has it arrive. */
export async function follow(
  session: Session,
  { action, before, after }: Step,
  arrive: Arrive,
): Promise<void> {
  switch (action.kind) {
    case 'signIn':
      return session.signIn();
    case 'signOut':
      return session.signOut();
    case 'confirm':
      return before.isSending ? undefined : decide(session, after, arrive);
    case 'flip':
      return before.isSending ? undefined : flip(session, after, action.reason, arrive);
    case 'askUndo':
      return action.undo === 'restore' ? arrive(await askForForeseen(session, action.entry)) : undefined;
    case 'undo':
      return before.isSending ? undefined : undo(session, after, action.reason, arrive);
    case 'more':
      return more(session, after, arrive);
    case 'open':
    case 'link':
    case 'filter':
    case 'search':
    case 'retry':
      return load(session, after, arrive);
    case 'ask':
    case 'askFlip':
    case 'cancel':
    case 'dismiss':
    case 'select':
    case 'selectAll':
    case 'unselect':
    case 'waitingTenant':
      return undefined;
  }
}

/** Asks for what the open part of the page shows. */
export async function load(session: Session, state: State, arrive: Arrive): Promise<void> {
  const asked = [
    ...askedBy(session, state),
    ...containedBy(session, state),
    ...(knowsTenants(state) ? [] : [askForStatus(session)]),
  ];
  await Promise.all(asked.map(async (answer) => arrive(await answer)));
}

function askedBy(session: Session, { tab, stream, searched }: State): readonly Promise<Arrival>[] {
  switch (tab) {
    case 'waiting':
      return [askForWaiting(session)];
    case 'outcomes':
      return [askForOutcomes(session, stream)];
    case 'history':
      return searched.user === '' ? [] : [askForHistory(session, searched)];
    case 'service':
      return [askForStatus(session), askForService(session)];
  }
}

/** Whether a request to undo something waits is in what waits. */
function containedBy(session: Session, state: State): readonly Promise<Arrival>[] {
  const path = containmentsPath(state);
  if (path === undefined) return [];
  const isKnown = state.waiting.kind === 'loaded';
  return [askForContained(session, path), ...(isKnown ? [] : [askForWaiting(session)])];
}

/** The names of tenants are in the state of the service; that part of the page asks for it by itself. */
function knowsTenants({ status, tab }: State): boolean {
  return status.kind === 'loaded' || tab === 'service';
}

/** Asks again for what changes by itself: how many wait, in every part, and what the open part shows. */
export async function refreshed(session: Session, state: State, arrive: Arrive): Promise<void> {
  const { tab, stream, searched } = state;
  arrive(await askForWaiting(session));
  if (tab === 'outcomes') arrive(await askForOutcomes(session, stream));
  const path = openContainmentsPath(state);
  if (path !== undefined) {
    arrive(await askForContained(session, path));
    if (tab === 'history') arrive(await askForHistory(session, searched));
  }
  // An approval has no effect while the service is stopped.
  if (tab === 'service' || tab === 'waiting') arrive(await askForStatus(session));
}

async function more(
  session: Session,
  { tab, stream, searched, history }: State,
  arrive: Arrive,
): Promise<void> {
  if (tab === 'outcomes' && stream.list.kind === 'loaded') {
    return arrive(await askForOutcomes(session, stream, stream.list.value));
  }
  if (tab === 'history' && history?.kind === 'loaded') {
    return arrive(await askForHistory(session, searched, history.value));
  }
}

async function decide(session: Session, { asking }: State, arrive: Arrive): Promise<void> {
  if (!asking) return;
  const results = await sendDecisions(session, asking);
  arrive({ kind: 'decided', results });
  const failures = results.flatMap(({ result }) => (result.kind === 'failed' ? [result.failure] : []));
  if (await signsInAgain(session, failures)) return;
  arrive(await askForWaiting(session));
}

async function flip(session: Session, { flipping }: State, reason: string, arrive: Arrive): Promise<void> {
  if (!flipping || reason === '') return;
  const failure = await sendFlip(session, flipping, reason);
  arrive({ kind: 'flipped', ...(failure && { failure }) });
  if (await signsInAgain(session, failure ? [failure] : [])) return;
  arrive(await askForStatus(session));
}

async function undo(session: Session, state: State, reason: string, arrive: Arrive): Promise<void> {
  const { undoing, isSending } = state;
  if (!undoing || !isSending) return;
  const results = await sendUndo(session, undoing, reason);
  arrive({ kind: 'undone', results });
  const failures = results.flatMap(({ result }) => (result.kind === 'failed' ? [result.failure] : []));
  if (await signsInAgain(session, failures)) return;
  arrive(await askForWaiting(session));
  const path = containmentsPath(state);
  if (path !== undefined) arrive(await askForContained(session, path));
}

/** Leaves the page to sign in afresh, where that is what was missing. */
async function signsInAgain(session: Session, failures: readonly Failure[]): Promise<boolean> {
  const stale = failures.filter(({ code }) => code === 'stale');
  if (stale.length === 0) return false;
  await session.signIn(stale.find(({ claims }) => claims !== undefined)?.claims ?? '{}');
  return true;
}
