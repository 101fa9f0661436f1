import * as z from 'zod';
import type { OutcomeRecord, WaitingRecord } from '../records';
import { outcomeRecord, waitingRecord } from '../records';
import type { RevocationService } from '../service';
import type { ApiClient } from './api-client';
import { apiContainments } from './api-containments';
import { apiDecide } from './api-decisions';
import { apiDoctor, apiTenants } from './api-doctor';
import { apiQuarantine, apiSwitch } from './api-operating';
import { WATCH_MS, apiOutcomes, outcomesSince } from './api-outcomes';
import type { Time } from './polled';
import { polled } from './polled';

/** The app over its HTTP API. */
export function apiService({ client, ...time }: { readonly client: ApiClient } & Time): RevocationService {
  return {
    provesCaller: true,
    send: async ({ id, body }) => {
      await client.call({ method: 'POST', path: 'requests', body, headers: { 'idempotency-key': id } });
    },
    ...apiOutcomes(client, time),
    ...apiApprovals(client, time),
    preview: async ({ body }, { asNew, receivedBy }) => {
      const query = { receivedBy, asNew: asNew === true ? 'true' : undefined };
      const answer = await client.call({ method: 'POST', path: 'preview', body, query });
      const { receivedBy: judged, value } = previewAnswer.parse(answer.body);
      return { receivedBy: judged, outcomes: value, previews: () => false };
    },
    quarantine: apiQuarantine(client),
    emergencySwitch: apiSwitch(client),
    containments: apiContainments(client),
    ...apiTenants(client),
    doctor: () => apiDoctor(client),
    close: () => Promise.resolve(),
  };
}

const previewAnswer = z.looseObject({ receivedBy: z.string(), value: z.array(outcomeRecord) });

function apiApprovals(client: ApiClient, time: Time): Pick<RevocationService, 'pending' | 'find' | 'decide'> {
  const pending = async (): Promise<readonly WaitingRecord[]> => {
    const waiting: WaitingRecord[] = [];
    for await (const item of client.items('approvals')) waiting.push(waitingRecord.parse(item));
    return waiting;
  };
  return {
    pending,
    find: async (ids) => {
      const listed = new Map((await pending()).map((one) => [one.id, one]));
      return ids.map((id) => {
        const waiting = listed.get(id);
        return waiting
          ? { kind: 'waits', waiting }
          : { kind: 'not', id, problem: 'does not match a pending request.' };
      });
    },
    decide: async (decision) => {
      const { answers, since = time.now().toISOString() } = await apiDecide(client, decision);
      const ids = decision.approvals.map(({ id }) => id);
      const read = async () =>
        (await outcomesSince(client, { since })).filter((one) => answersOneOf(ids, one));
      return {
        answers,
        async *outcomes(timeoutMs) {
          for await (const outcome of polled({ read, everyMs: WATCH_MS, timeoutMs }, time))
            yield { outcome, ends: outcome.confirmation ? [outcome.confirmation.id] : [] };
        },
      };
    },
  };
}

/** An outcome that waits is not what follows from a decision. */
const WAITING: readonly string[] = ['awaitingConfirmation', 'held'];

function answersOneOf(ids: readonly string[], { confirmation, status }: OutcomeRecord): boolean {
  return confirmation !== undefined && ids.includes(confirmation.id) && !WAITING.includes(status);
}
