import { printable } from './printable';
import type { ChangedItem, OutcomeRecord } from './records';

/** An outcome as lines for a person; where it waits for a person, with the command that decides. */
export function outcomeInWords(outcome: OutcomeRecord): readonly string[] {
  const { status, message } = outcome;
  const sentences = [
    message,
    approvedBy(outcome),
    detailOf(outcome),
    untilOf(outcome),
    verifiedOf(outcome),
    ...othersOf(outcome),
  ].filter((one) => one !== '');
  return [printable(`${status}: ${sentences.join(' ')}`), ...approvalOf(outcome)];
}

/** Who has approved it: a person, or an incident that was closed as a false positive. Of who declined the sentence of the status says it. */
export function approvedBy({ confirmation }: Pick<OutcomeRecord, 'confirmation'>): string {
  const { decision, by } = confirmation ?? {};
  return decision === 'approve' && by !== undefined ? `Approved by ${by}.` : '';
}

/** Why, unless the sentence of the status says it. What a revocation does not end is in the documentation. */
function detailOf({ revokedAt, message, detail = '' }: OutcomeRecord): string {
  return revokedAt !== undefined || message.includes(detail) ? '' : detail;
}

function untilOf({ effectiveNoLaterThan, bound }: OutcomeRecord): string {
  if (effectiveNoLaterThan === undefined) return '';
  const unless = bound === 'unknown' ? ', unless a token lifetime policy of the tenant is longer' : '';
  return `Most tokens issued before end within the hour, all no later than ${effectiveNoLaterThan}${unless}.`;
}

function verifiedOf({ revokedAt, verified }: OutcomeRecord): string {
  if (revokedAt === undefined) return '';
  if (verified === undefined) return 'Verified: not read.';
  return verified ? 'Verified: yes.' : 'Verified: no.';
}

/** What the methods beside Graph have come to; the sentence of the status is that of Graph, or of all. */
function othersOf({ methods }: OutcomeRecord): readonly string[] {
  return methods
    .filter(({ name }) => name !== 'graph')
    .map(({ name, status, detail, changed = [] }) => {
      if (status === 'pending') return `${name}: pending, an event on the topic reports its answer.`;
      const items = changed.length > 0 ? `: ${changed.map(itemOf).join(', ')}` : '';
      return `${name}: ${status}${items}${detail === undefined ? '' : ` (${detail})`}.`;
    });
}

function itemOf({ kind, id, name = id, isFinal }: ChangedItem): string {
  return `${kind} ${name}${isFinal ? ' (final)' : ''}`;
}

function approvalOf({ status, confirmation }: OutcomeRecord): readonly string[] {
  const waits = status === 'awaitingConfirmation' || status === 'held';
  if (!waits || !confirmation) return [];
  const { id, expiresAt } = confirmation;
  return [printable(`  Confirmation ${id}, until ${expiresAt}: session-revoker approve ${id}, or decline.`)];
}
