import * as z from 'zod';
import { resultMethod, resultUser } from './result-schema';

const time = z.iso.datetime().describe('RFC 3339 UTC');

const data = z.strictObject({
  outcomeId: z.string().describe('The id of the outcome in which the method was pending'),
  requestId: z.string(),
  tenantId: z.string(),
  user: resultUser,
  method: resultMethod,
  completedAt: time,
});

/** The body of a method's event: CloudEvents 1.0, structured mode, JSON. A public contract. */
export const methodEventSchema = z
  .strictObject({
    specversion: z.literal('1.0'),
    id: z.string().describe('Equal for every copy of one event; also the Service Bus messageId'),
    source: z.string(),
    type: z.literal('io.github.session-revoker.method.v1'),
    subject: z.string().describe('The name of the method'),
    time,
    datacontenttype: z.literal('application/json'),
    data,
  })
  .meta({
    title: 'session-revoker method result',
    description: 'What a method answered that was pending in the outcome of one user.',
  });

export type MethodEvent = z.infer<typeof methodEventSchema>;
