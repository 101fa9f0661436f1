import { approvedBy } from './outcome-in-words';
import { toneOfStatus } from './output/status-tone';
import type { View } from './output/view';
import type { OutcomeRecord } from './records';

/** Outcomes as a list; with their tenants, where they are of several. */
export const outcomeView: View<OutcomeRecord> = {
  data: (outcome) => outcome,
  none: 'There is no outcome.',
  columns: [
    {
      heading: 'At (UTC)',
      text: ({ completedAt }) => completedAt.slice(0, 19).replace('T', ' '),
    },
    {
      heading: 'Status',
      text: ({ status, predicted }) => (predicted === undefined ? status : `${status}: ${predicted}`),
      tone: ({ status }) => toneOfStatus(status),
    },
    { heading: 'User', text: ({ user }) => user?.userPrincipalName ?? user?.reference ?? user?.id },
    {
      heading: 'Tenant',
      text: ({ tenantId }) => tenantId,
      when: (all) => new Set(all.map(({ tenantId }) => tenantId)).size > 1,
    },
    { heading: 'Old tokens end', text: endOf, yields: 2 },
    { heading: 'Request', text: ({ requestId }) => requestId, yields: 3, whole: true },
    { heading: 'What to know', text: whatToKnow, yields: 4 },
  ],
};

function whatToKnow({ detail, alert, confirmation }: OutcomeRecord): string | undefined {
  const sentences = [approvedBy({ confirmation }), detail ?? alert?.title ?? ''].filter((one) => one !== '');
  return sentences.length === 0 ? undefined : sentences.join(' ');
}

function endOf({ effectiveNoLaterThan: end, verified }: OutcomeRecord): string | undefined {
  if (end === undefined) return undefined;
  return `${end.slice(11, 16)} UTC${verified === true ? ', verified' : ''}`;
}
