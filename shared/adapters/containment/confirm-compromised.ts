import { compact } from '../../core/compact';
import type { ContainmentChange, KeptItem } from '../../core/containment';
import type { Detail } from '../../core/detail';
import { detail } from '../../core/detail';
import type { Clock } from '../../ports/clock';
import type {
  ContainmentCall,
  ContainmentMethod,
  ContainmentTarget,
  RestoreCall,
  StepAnswer,
} from '../../ports/containment-method';
import { Unavailable } from '../../ports/unavailable';
import type { Risk } from './risk-calls';
import { readRisk, withLicence } from './risk-calls';
import type { SharedCalls } from './shared-calls';
import type { StepRecord } from './step-calls';
import { LOOKING, NOT_NOTED, ownChanges, restorable, stateAfter, stepRecord } from './step-calls';

const CONFIRMED = 'confirmedCompromised';
const DISMISSED = 'dismissed';
/** The states in which dismissing clears nothing that Entra ID has found. */
const WITHOUT_RISK = ['none', DISMISSED, 'remediated', 'confirmedSafe'];

/**
 * Confirms users as compromised, by calls that all instances make together. It can be brought back by dismissing the risk, but
 * that clears whatever risk Entra ID had found before: where there was some, or it was not read, the change is final.
 */
export function confirmCompromised(shared: SharedCalls, clock: Clock): ContainmentMethod {
  return {
    async foresee({ user, noted }) {
      const own = ownChanges({ noted });
      if (own.length > 0) return { kind: 'foreseen', changes: own, kept: [] };
      const { risk } = await readRisk(shared, user.id, LOOKING);
      if (risk.kind === 'failed') return risk;
      const change = changeOf(user.id, risk);
      const advice = whyFinal(change);
      return compact({
        kind: 'foreseen' as const,
        changes: isConfirmed(risk) ? [] : [change],
        kept: [],
        advice: isConfirmed(risk) ? undefined : advice,
      });
    },
    contain: (target, call) => contain(shared, stepRecord(clock), target, call),
    restore: ({ user }, changes, call) =>
      restore(shared, stepRecord(clock), { userId: user.id, changes, call }),
  };
}

async function contain(
  shared: SharedCalls,
  record: StepRecord,
  { user, noted }: ContainmentTarget,
  call: ContainmentCall,
): Promise<StepAnswer> {
  if (!call.mayCall()) return record.failed(NOT_NOTED);
  let [change] = ownChanges({ noted });
  if (change?.state === 'made') return record.done('contained', { changed: [change] });
  if (!change) {
    const { risk, answer } = await readRisk(shared, user.id, call);
    if (answer) record.count(answer.record);
    if (risk.kind === 'failed') return record.failed(risk.failure);
    if (isConfirmed(risk)) return record.done('unchanged');
    change = changeOf(user.id, risk);
  }
  if (!(await call.note([change]))) return record.failed(NOT_NOTED);
  const answer = await shared.set('confirmCompromised', user.id, call);
  record.count(answer.record);
  if (answer.kind === 'failed') {
    const changed = [{ ...change, state: stateAfter(answer.failure) }];
    return record.failed(withLicence(answer.failure), { changed });
  }
  return record.done('contained', { changed: [{ ...change, state: 'made' }], advice: whyFinal(change) });
}

async function restore(
  shared: SharedCalls,
  record: StepRecord,
  {
    userId,
    changes,
    call,
  }: {
    readonly userId: string;
    readonly changes: readonly ContainmentChange[];
    readonly call: RestoreCall;
  },
): Promise<StepAnswer> {
  const kept = finalOnes(changes);
  const [change] = restorable(changes);
  if (!change) return record.done('unchanged', { kept });
  if (!call.mayCall()) return record.failed(NOT_NOTED);
  try {
    // Nobody may confirm the user any more for the containment that is being undone.
    await shared.cancel('confirmCompromised', userId);
    // What an earlier restore was answered, and has not fetched because its process died, is no answer to this one.
    await shared.cancel('dismiss', userId);
  } catch (failure) {
    if (!(failure instanceof Unavailable)) throw failure;
    return record.failed({ kind: 'unavailable', detail: detail('ticketsUnreachable') });
  }
  const { risk, answer } = await readRisk(shared, userId, call);
  if (answer) record.count(answer.record);
  if (risk.kind === 'unread') return record.failed({ kind: 'throttled', detail: detail('sharedCallNotYet') });
  if (risk.kind === 'failed') return record.failed(risk.failure);
  const restored = { changed: [{ ...change, state: 'restored' as const }], kept };
  if (risk.state === DISMISSED && call.isRepeated) return record.done('restored', restored);
  if (!isConfirmed(risk)) {
    const left = { item: change.item, reason: detail('riskChangedSince') };
    return record.done('unchanged', { changed: [{ ...change, state: 'notOurs' }], kept: [...kept, left] });
  }
  const dismissed = await shared.set('dismiss', userId, call);
  record.count(dismissed.record);
  return dismissed.kind === 'failed'
    ? record.failed(withLicence(dismissed.failure), { changed: [change], kept })
    : record.done('restored', restored);
}

function changeOf(id: string, risk: Exclude<Risk, { readonly kind: 'failed' }>): ContainmentChange {
  const riskState = risk.kind === 'read' ? risk.state : null;
  const isFinal = riskState === null || !WITHOUT_RISK.includes(riskState) ? (true as const) : undefined;
  return compact({
    step: 'confirmCompromised' as const,
    item: { kind: 'risk' as const, id },
    before: { riskState },
    isFinal,
    state: 'intended' as const,
  });
}

function isConfirmed(risk: Risk): boolean {
  return risk.kind === 'read' && risk.state === CONFIRMED;
}

/** Why a change is final; undefined where it is not. */
function whyFinal({ isFinal, before }: ContainmentChange): Detail | undefined {
  if (isFinal !== true) return undefined;
  return detail(typeof before?.['riskState'] === 'string' ? 'riskDetermined' : 'riskNotRead');
}

function finalOnes(changes: readonly ContainmentChange[]): readonly KeptItem[] {
  return ownChanges({ noted: changes }).flatMap((change) => {
    const reason = whyFinal(change);
    return reason ? [{ item: change.item, reason }] : [];
  });
}
