import { compact } from '../../core/compact';
import type { RequestConnection } from '../connected';
import { sendJson } from '../connected';
import type { ContainmentService } from '../containment-service';
import { NotOffered } from '../service';

const byTheApi = (what: string) => () =>
  Promise.reject(new NotOffered(`${what} by the HTTP API: without --direct.`));

/** By the queue a restore can be asked for: a person then approves it. */
export function directContainments(
  requests: () => Promise<RequestConnection>,
  newId: () => string,
): ContainmentService {
  return {
    list: byTheApi('What was done to users is read'),
    foresee: () => Promise.resolve({ kind: 'unknown' }),
    restore: async ({ requestId, user, reason, by }) => {
      const body = compact({ restore: requestId, user, by, reason });
      await sendJson((await requests()).requestQueue, newId(), Buffer.from(JSON.stringify(body)));
      const text = `The request to undo ${requestId} is sent. A person must approve it: session-revoker pending.`;
      return [{ kind: 'waits', text }];
    },
    giveUp: byTheApi('Containments are given up'),
  };
}
