import type { Result } from '../messages/result-schema';
import { printable } from './printable';

type Data = Result['data'];

/** An outcome as lines for a person; where it waits for a person, with the command that decides. */
export function outcomeInWords({ data }: Result): readonly string[] {
  const sentences = [data.message, detailOf(data), untilOf(data), verifiedOf(data), ...othersOf(data)].filter(
    (one) => one !== '',
  );
  return [printable(`${data.status}: ${sentences.join(' ')}`), ...approvalOf(data)];
}

/** Why, unless the sentence of the status says it. What a revocation does not end is in the documentation. */
function detailOf({ revokedAt, message, detail = '' }: Data): string {
  return revokedAt !== undefined || message.includes(detail) ? '' : detail;
}

function untilOf({ effectiveNoLaterThan, bound }: Data): string {
  if (effectiveNoLaterThan === undefined) return '';
  const unless = bound === 'unknown' ? ', unless a token lifetime policy of the tenant is longer' : '';
  return `Tokens issued before end no later than ${effectiveNoLaterThan}${unless}.`;
}

function verifiedOf({ revokedAt, verified }: Data): string {
  if (revokedAt === undefined) return '';
  if (verified === undefined) return 'Verified: not read.';
  return verified ? 'Verified: yes.' : 'Verified: no.';
}

/** What the methods beside Graph have come to; the sentence of the status is that of Graph, or of all. */
function othersOf({ methods }: Data): readonly string[] {
  return methods
    .filter(({ name }) => name !== 'graph')
    .map(({ name, status, detail }) => {
      if (status === 'pending') return `${name}: pending, an event on the topic reports its answer.`;
      return `${name}: ${status}${detail === undefined ? '' : ` (${detail})`}.`;
    });
}

function approvalOf({ status, confirmation }: Data): readonly string[] {
  const waits = status === 'awaitingConfirmation' || status === 'held';
  if (!waits || !confirmation) return [];
  const { id, expiresAt } = confirmation;
  return [
    printable(
      `  Confirmation ${id}, until ${expiresAt}: session-revoker approve ${id} --by NAME, or decline;`,
    ),
    printable(`  where policy requires proof of decisions, POST /api/approvals/${id} instead.`),
  ];
}
