import type { View } from './output/view';
import type { ContainedRecord } from './records';
import { nameOfUser } from './records';

/** What was done to users beside revoking, as a list. */
export const containedView: View<ContainedRecord> = {
  data: (one) => one,
  none: 'Nobody is contained.',
  columns: [
    { heading: 'Since (UTC)', text: ({ startedAt }) => startedAt.slice(0, 19).replace('T', ' ') },
    { heading: 'State', text: ({ state }) => state },
    { heading: 'User', text: ({ user }) => nameOfUser(user) },
    {
      heading: 'Tenant',
      text: ({ tenantId }) => tenantId,
      when: (all) => new Set(all.map(({ tenantId }) => tenantId)).size > 1,
    },
    { heading: 'Request', text: ({ requestId }) => requestId, whole: true },
    { heading: 'Changed', text: (one) => changesOf(one, false), yields: 3 },
    { heading: 'Final', text: (one) => changesOf(one, true), yields: 2 },
    { heading: 'Ended by', text: ({ endedBy }) => endedBy, yields: 4 },
  ],
};

/** A change that failed, or that was not ours, is none. The sign-in and the risk of a user have the user's own id. */
function changesOf({ changes, user }: ContainedRecord, isFinal: boolean): string | undefined {
  const fitting = changes.filter((one) => (one.isFinal === true) === isFinal && one.state !== 'notOurs');
  const named = fitting.map(({ step, item: { id, name = id } }) =>
    name === user.id ? step : `${step} (${name})`,
  );
  return named.length === 0 ? undefined : named.join(', ');
}
