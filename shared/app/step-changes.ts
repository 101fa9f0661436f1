import { notedOf } from '../core/containment-changes';
import { containmentSteps } from '../core/containment-step';
import type { MethodAnswered, MethodCall } from './call-again';
import type { Dependencies } from './dependencies';

/**
 * The answer of a step that has failed for good, with what earlier tries have changed, or may have: it is reported however the step
 * ends.
 *
 * @throws Unavailable when the ledger cannot be read
 */
export async function withStepChanges(
  { ledger, policy: { tenantId } }: Dependencies,
  { method, published: { outcome } }: Pick<MethodCall, 'method' | 'published'>,
  answered: MethodAnswered,
): Promise<MethodAnswered> {
  const { answer } = answered;
  const step = containmentSteps.find((name) => name === method);
  const { id: outcomeId, userId } = outcome;
  if (!step || userId === undefined || answer.kind !== 'failed') return answered;
  const changed = 'changed' in answer ? answer.changed : [];
  const kept = 'kept' in answer ? answer.kept : [];
  if (changed.length > 0) return answered;
  const stored = await ledger.containments.find({ tenantId, userId, outcomeId });
  const noted = stored ? notedOf(stored.containment, step) : [];
  const made = noted.filter(({ state }) => state === 'made' || state === 'intended');
  return { ...answered, answer: { ...answer, changed: made, kept } };
}
