import * as z from 'zod';
import { evictionVerdicts, returnedSessions, unknownReasons } from '../core/eviction';
import { signInSources } from '../core/sign-in';
import { onReturnActions } from '../core/watch';
import { alertSchema } from './alert-schema';
import { resultUser } from './result-schema';

const time = z.iso.datetime().describe('RFC 3339 UTC');
const verdict = z.enum(evictionVerdicts);

const signIn = z
  .strictObject({
    id: z.string().describe('The id of the request in the sign-in logs'),
    at: time.describe('When it happened'),
    seenIn: z
      .enum(signInSources)
      .describe('The log that has shown it; `activity`: the last success that the directory has of the user'),
    application: z.string().optional(),
    client: z.string().optional().describe('The kind of client, as the log names it'),
    ipAddress: z.string().optional(),
    city: z.string().optional(),
    country: z.string().optional().describe('Two letters, ISO 3166'),
    device: z.string().optional().describe('The device as the log names it'),
  })
  .describe('The first success after the revocation that was seen');

const data = z.strictObject({
  outcomeId: z.string().describe('The id of the outcome that reports the revocation'),
  requestId: z.string(),
  tenantId: z.string(),
  verdict,
  message: z.string().describe('A sentence for a person, in the language of the outcomes'),
  user: resultUser,
  alert: alertSchema.optional(),
  receivedBy: z.string().optional().describe('The sender of the request'),
  revokedAt: time,
  effectiveNoLaterThan: time.describe(
    'The bound of the revocation: `confirmed` is about the time until then',
  ),
  decidedAt: time.describe('When the verdict was given'),
  session: z
    .enum(returnedSessions)
    .optional()
    .describe('Of `returned`: a session of before that goes on, or a new sign-in'),
  signIn: signIn.optional(),
  reason: z.enum(unknownReasons).optional().describe('Of `unknown`'),
  onReturn: z.enum(onReturnActions).optional().describe('Of `returned`: what policy does then'),
  followUpRequestId: z.string().optional().describe('The id of the request that policy has led to'),
});

/** The body of the event that says whether a revocation held: CloudEvents 1.0, structured mode, JSON. A public contract. */
export const evictionSchema = z
  .strictObject({
    specversion: z.literal('1.0'),
    id: z.string().describe('Equal for every copy of one event; also the Service Bus messageId'),
    source: z.string(),
    type: z.literal('io.github.session-revoker.eviction.v1'),
    subject: verdict,
    time,
    datacontenttype: z.literal('application/json'),
    data,
  })
  .meta({
    title: 'session-revoker eviction',
    description: 'Whether the revocation of an outcome held. There is one for each that is watched.',
  });

export type EvictionEvent = z.infer<typeof evictionSchema>;
