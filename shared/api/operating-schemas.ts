import * as z from 'zod';
import { MAX_REASON_LENGTH, switchStates } from '../core/switch-change';
import { text } from '../messages/text';
import { time } from './schema-parts';

const reason = text(MAX_REASON_LENGTH).describe('Why; it is published and logged');

/** Stops all revocations. */
export const stopping = z.strictObject({ reason });

/** Takes one stop back. */
export const resumption = z.strictObject({
  reason,
  stop: text(200).describe('The id of the stop that the person was shown, as GET /api/status has it'),
});

/** The last change of the emergency switch. */
export const switched = z.strictObject({
  state: z.enum(switchStates),
  id: z.string().describe('Of the change; a resumption names that of the stop'),
  reason: z.string(),
  by: z.string(),
  at: time,
});

/** The parts of the state that may be missing, each by its name. */
export const statusParts = ['switch', 'brake', 'tenants', 'waiting'] as const;

/** The state of the service. What is not known is absent. */
export const status = z.strictObject({
  mode: z.enum(['revoke', 'whatIf']),
  enabled: z.boolean().describe('Whether the settings let anybody be signed out'),
  switch: switched
    .partial()
    .required({ state: true })
    .optional()
    .describe('The emergency switch; of one that was never used the state alone'),
  policy: z.strictObject({ digest: z.string() }).describe('As in health and telemetry'),
  brake: z
    .array(
      z.strictObject({
        tenant: z.string().optional().describe('Absent: the home tenant'),
        limit: z.int().describe('So many users per window'),
        windowSeconds: z.number(),
        count: z.int().optional().describe('Users of the window so far; reserved places are included'),
        held: z.int().optional().describe('Requests that it holds'),
      }),
    )
    .optional(),
  quota: z
    .strictObject({ usedPercent: z.number().optional(), readAt: time.optional() })
    .optional()
    .describe('The part of the quota of Graph for revocations that is in use, as Graph has reported it last'),
  tenants: z
    .array(
      z.strictObject({
        id: z.string(),
        name: z.string().optional(),
        state: z.enum(['home', 'connected', 'disconnected']),
      }),
    )
    .optional(),
  waiting: z
    .strictObject({ count: z.int(), oldestAt: time.optional() })
    .optional()
    .describe('What waits for approval'),
  version: z.string(),
  unavailable: z.array(z.enum(statusParts)).optional().describe('The parts that cannot be read now'),
});

/** An original in a list: never its body. */
export const keptOriginal = z.strictObject({
  number: z.string(),
  keptAt: time,
  status: z.string().describe('Of its outcome'),
  reason: z.string().describe('Why it was not carried out'),
  requestId: z.string(),
  outcomeId: z.string(),
  contentType: z.string().optional(),
  bytes: z.int().describe('Of the body'),
  firstCame: z.string().optional().describe('When it first arrived'),
  isMissing: z.literal(true).optional().describe('The original could not be kept: it can only be closed'),
});

/** One original, with its body. */
export const original = keptOriginal.extend({
  tries: z.int(),
  text: z.string().optional().describe('The body, if it is UTF-8'),
  base64: z.string().optional().describe('The body, byte for byte; absent where it has more than 1 MiB'),
});

/** What becomes of an original. */
export const settling = z.discriminatedUnion('action', [
  z.strictObject({
    action: z.literal('replay'),
    reason: reason.optional(),
    refresh: z
      .boolean()
      .optional()
      .describe('Whether its age counts from now; otherwise what is too old ends expired again'),
  }),
  z.strictObject({ action: z.literal('close'), reason }),
]);

export const settled = z.strictObject({
  number: z.string(),
  action: z.enum(['replay', 'close']),
  requestId: z.string().describe('Of the original'),
  outcomeId: z.string().describe('Of the outcome that it was kept with'),
  by: z.string(),
  at: time,
});

export type StatusItem = z.input<typeof status>;
export type SwitchedItem = z.input<typeof switched>;
export type KeptOriginalItem = z.input<typeof keptOriginal>;
export type OriginalItem = z.input<typeof original>;
export type SettledItem = z.input<typeof settled>;
export type Settling = z.output<typeof settling>;
