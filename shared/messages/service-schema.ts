import * as z from 'zod';
import { switchStates } from '../core/switch-change';

const time = z.iso.datetime().describe('RFC 3339 UTC');

const data = z.strictObject({
  tenantId: z.string().describe('The home tenant; the switch counts in every tenant of the app'),
  state: z.enum(switchStates).describe('stopped: nobody is signed out, and every request ends notEnabled'),
  message: z.string().describe('The change in one sentence, in the language of the outcomes'),
  by: z.string().describe('Who says to have changed it; not proven'),
  reason: z.string(),
  changedAt: time,
});

/** The body of the event of a change of the service as a whole: CloudEvents 1.0, structured mode, JSON. A public contract. */
export const serviceEventSchema = z
  .strictObject({
    specversion: z.literal('1.0'),
    id: z.string().describe('Equal for every copy of one event; also the Service Bus messageId'),
    source: z.string(),
    type: z.literal('io.github.session-revoker.service.v1'),
    subject: z.enum(switchStates),
    time,
    datacontenttype: z.literal('application/json'),
    data,
  })
  .meta({
    title: 'session-revoker service change',
    description: 'An operator has stopped all revocations, or has let them go on.',
  });

export type ServiceEvent = z.infer<typeof serviceEventSchema>;
