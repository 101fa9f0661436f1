import * as z from 'zod';
import { alertSchema } from './alert-schema';
import { resultUser } from './result-schema';

const time = z.iso.datetime().describe('RFC 3339 UTC');
const status = z.enum(['awaitingConfirmation', 'held']);

const data = z.strictObject({
  confirmation: z.strictObject({
    id: z.string().describe('The id that a decision refers to'),
    expiresAt: time.describe('When the request expires without a decision'),
  }),
  outcomeId: z.string().describe('The outcome that announced it first'),
  requestId: z.string(),
  tenantId: z.string(),
  status,
  message: z.string().describe('A sentence for a person, in the language of the outcomes'),
  detail: z.string().describe('Why it waits'),
  user: resultUser,
  alert: alertSchema.optional(),
  requestedBy: z.string().optional(),
  requestedAt: time.describe('Since when it waits'),
});

/** The body of the event that announces a request for approval once more: CloudEvents 1.0, structured mode, JSON. A public contract. */
export const reminderSchema = z
  .strictObject({
    specversion: z.literal('1.0'),
    id: z.string().describe('Equal for every copy of one event; also the Service Bus messageId'),
    source: z.string(),
    type: z.literal('io.github.session-revoker.reminder.v1'),
    subject: status,
    time,
    datacontenttype: z.literal('application/json'),
    data,
  })
  .meta({
    title: 'session-revoker reminder',
    description: 'A request still waits for a person, half-way to its expiry.',
  });

export type Reminder = z.infer<typeof reminderSchema>;
