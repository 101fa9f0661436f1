import * as z from 'zod';

const text = z.string().exactOptional();

/** What readers of the topic use of an outcome. Fields and statuses that this version does not know are let through. */
const outcomeEvent = z.object({
  id: z.string().min(1),
  time: z.string(),
  type: z.literal('io.github.session-revoker.outcome.v1'),
  data: z.object({
    requestId: z.string(),
    status: z.string(),
    predicted: text,
    mode: z.string(),
    message: z.string(),
    receivedBy: text,
    reason: text,
    user: z
      .object({ reference: z.string(), id: text, userPrincipalName: text, userType: text })
      .exactOptional(),
    tenantId: text,
    alert: z
      .object({ provider: text, id: text, title: text, severity: text, url: text, createdAt: text })
      .exactOptional(),
    event: text,
    sourceRule: text,
    requestedBy: text,
    requestedAt: text,
    receivedAt: z.string(),
    completedAt: z.string(),
    revokedAt: text,
    effectiveNoLaterThan: text,
    bound: text,
    verified: z.boolean().exactOptional(),
    methods: z.array(
      z.object({
        name: z.string(),
        status: z.string(),
        attempts: z.number(),
        requestIds: z.array(z.string()),
        detail: text,
      }),
    ),
    duplicateOf: text,
    detail: text,
    confirmation: z
      .object({ id: z.string(), expiresAt: z.string(), decision: text, by: text, decidedAt: text })
      .exactOptional(),
    issues: z.array(z.object({ path: z.string(), message: z.string() })).exactOptional(),
  }),
});

/** An outcome as its readers find it on the topic. */
export type OutcomeEvent = z.infer<typeof outcomeEvent>;

/** A message of the topic, as far as it is an outcome. */
export type TopicMessage =
  | { readonly kind: 'outcome'; readonly event: OutcomeEvent }
  /** An event of another type, such as what a method answered later. */
  | { readonly kind: 'other' }
  | { readonly kind: 'unreadable' };

const typed = z.object({ type: z.string() });

/** Reads a message of the topic. Messages of other versions of the app are read as well. */
export function readTopicMessage(body: Uint8Array): TopicMessage {
  const value = parseJson(new TextDecoder().decode(body));
  const read = outcomeEvent.safeParse(value);
  if (read.success) return { kind: 'outcome', event: read.data };
  const { data } = typed.safeParse(value);
  return data && data.type !== outcomeEvent.shape.type.value ? { kind: 'other' } : { kind: 'unreadable' };
}

function parseJson(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    return undefined;
  }
}
