import * as z from 'zod';
import { onReturnActions } from '../core/watch';
import { writtenAlert, writtenUser } from './outcome-event';

const text = z.string().exactOptional();

/** What readers of the topic use of the event that says whether a revocation held. */
export const evictionEvent = z.object({
  id: z.string().min(1),
  time: z.string(),
  type: z.literal('io.github.session-revoker.eviction.v1'),
  data: z.object({
    outcomeId: z.string(),
    requestId: z.string(),
    tenantId: z.string(),
    user: writtenUser,
    verdict: z.string(),
    message: z.string(),
    alert: writtenAlert.exactOptional(),
    receivedBy: text,
    revokedAt: z.string(),
    effectiveNoLaterThan: z.string(),
    decidedAt: z.string(),
    session: text,
    signIn: z
      .object({
        id: z.string(),
        at: z.string(),
        seenIn: z.string(),
        application: text,
        client: text,
        ipAddress: text,
        city: text,
        country: text,
        device: text,
      })
      .exactOptional(),
    reason: text,
    onReturn: z.enum(onReturnActions).exactOptional(),
    followUpRequestId: text,
  }),
});

/** A verdict as its readers find it on the topic. */
export type EvictionEvent = z.infer<typeof evictionEvent>;

/** Reads an event that this app has recorded. */
export function readEviction(body: Uint8Array): EvictionEvent {
  return evictionEvent.parse(JSON.parse(new TextDecoder().decode(body)));
}
