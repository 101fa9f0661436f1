import type { ContainedEntry, RestoreItem } from '../../api/containment-schemas';
import { schemas } from '../../api/schemas';
import type { Arrival, Foreseen, Undoing, Undone, UndoResult } from '../state';
import { nameOf } from '../state';
import type { Answer } from './call-api';
import { callApi, failureOfProblem } from './call-api';
import type { Session } from './session';

/** What a restore would bring back now. */
export async function askForForeseen(session: Session, entry: ContainedEntry): Promise<Arrival> {
  const { containment } = entry;
  const body = { ...named(entry), reason: 'whatIf', whatIf: true };
  const answer = await callApi(session, { path: '/api/restore', schema: schemas.Restores, body });
  if (answer.kind === 'failed') return { kind: 'foreseen', containment, answer };
  const value = answer.value.value.filter(isForeseen);
  return { kind: 'foreseen', containment, answer: { kind: 'loaded', value } };
}

/** Has a containment undone, or given up; each containment of the user and the request is answered by itself. */
export async function sendUndo(
  session: Session,
  { kind, entry }: Undoing,
  reason: string,
): Promise<readonly Undone[]> {
  const body = { ...named(entry), reason };
  if (kind === 'restore') {
    const answer = await callApi(session, { path: '/api/restore', schema: schemas.Restores, body });
    return results(entry, answer, (item) => ({ name: nameOf(item), result: restoreResult(item) }));
  }
  const answer = await callApi(session, { path: '/api/give-up', schema: schemas.GivenUp, body });
  return results(entry, answer, (item) => ({
    name: nameOf(item),
    result: item.state === 'givenUp' ? { kind: 'givenUp' } : { kind: 'failed', failure: { code: 'changed' } },
  }));
}

/** The containment's request and user, as the API finds them. */
function named({ requestId, user }: ContainedEntry): { readonly requestId: string; readonly user: string } {
  return { requestId, user: user.id ?? user.reference };
}

function results<T>(
  entry: ContainedEntry,
  answer: Answer<{ readonly value: readonly T[] }>,
  resultOf: (item: T) => Undone,
): readonly Undone[] {
  return answer.kind === 'failed'
    ? [{ name: nameOf(entry), result: answer }]
    : answer.value.value.map(resultOf);
}

function restoreResult(item: RestoreItem): UndoResult {
  if ('problem' in item) return { kind: 'failed', failure: failureOfProblem(item.problem) };
  if (item.status === 'whatIf') return { kind: 'failed', failure: { code: 'unexpected' } };
  const { containment, approval, approvals } = item;
  const awaited = { containment, approval };
  return approvals ? { kind: 'voted', ...approvals, awaited } : { kind: 'accepted', awaited };
}

function isForeseen(item: RestoreItem): item is Foreseen {
  return 'status' in item && item.status === 'whatIf';
}
