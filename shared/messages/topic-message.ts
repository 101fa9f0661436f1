import * as z from 'zod';
import type { EvictionEvent } from './eviction-event';
import { evictionEvent } from './eviction-event';
import type { OutcomeEvent } from './outcome-event';
import { outcomeEvent, writtenAlert, writtenMethod, writtenUser } from './outcome-event';

const text = z.string().exactOptional();
const about = { outcomeId: z.string(), requestId: z.string(), tenantId: z.string(), user: writtenUser };

/** A request for approval that is announced once more. */
const reminderEvent = z.object({
  id: z.string().min(1),
  time: z.string(),
  type: z.literal('io.github.session-revoker.reminder.v1'),
  data: z.object({
    ...about,
    confirmation: z.object({ id: z.string(), expiresAt: z.string() }),
    status: z.string(),
    message: z.string(),
    detail: z.string(),
    alert: writtenAlert.exactOptional(),
    requestedBy: text,
    requestedAt: text,
  }),
});

/** What a method answered that was pending in an outcome. */
const methodEvent = z.object({
  id: z.string().min(1),
  time: z.string(),
  type: z.literal('io.github.session-revoker.method.v1'),
  data: z.object({ ...about, method: writtenMethod, completedAt: z.string() }),
});

/** A reminder as its readers find it on the topic. */
export type ReminderEvent = z.infer<typeof reminderEvent>;
/** The late answer of a method as its readers find it on the topic. */
export type MethodEvent = z.infer<typeof methodEvent>;

/** An event that concerns a person, and is passed on. */
export type PassedOnEvent = OutcomeEvent | ReminderEvent | MethodEvent | EvictionEvent;

/** A message of the topic, as far as it is passed on. */
export type TopicMessage =
  | { readonly kind: 'event'; readonly event: PassedOnEvent }
  /** An event of another type, such as a use of the emergency switch. */
  | { readonly kind: 'other' }
  | { readonly kind: 'unreadable' };

/** By which destinations choose: that of the outcome, of what waits still, or of the method; or the verdict. */
export function statusOf(event: PassedOnEvent): string {
  switch (event.type) {
    case 'io.github.session-revoker.method.v1':
      return event.data.method.status;
    case 'io.github.session-revoker.eviction.v1':
      return event.data.verdict;
    case 'io.github.session-revoker.outcome.v1':
    case 'io.github.session-revoker.reminder.v1':
      return event.data.status;
  }
}

const passedOn = z.discriminatedUnion('type', [outcomeEvent, reminderEvent, methodEvent, evictionEvent]);
const types: readonly string[] = passedOn.options.map(({ shape }) => shape.type.value);
const typed = z.object({ type: z.string() });

/** Reads a message of the topic. Messages of other versions of the app are read as well. */
export function readTopicMessage(body: Uint8Array): TopicMessage {
  const value = parseJson(new TextDecoder().decode(body));
  const read = passedOn.safeParse(value);
  if (read.success) return { kind: 'event', event: read.data };
  const { data } = typed.safeParse(value);
  return data && !types.includes(data.type) ? { kind: 'other' } : { kind: 'unreadable' };
}

function parseJson(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    return undefined;
  }
}
