import * as z from 'zod';
import type { Compact } from '../core/compact';
import { compact } from '../core/compact';

/** The broker's properties of a message; any of them may be absent. */
export interface BrokerProperties {
  readonly messageId?: string;
  readonly sequenceNumber?: string;
  /** RFC 3339. */
  readonly enqueuedAt?: string;
}

/** The history of a message before this delivery: it may be a scheduled copy, or the replay of an original. */
export interface MessageHistory {
  /** The broker's properties of the first message, to which all copies and replays go back. */
  readonly origin: BrokerProperties;
  /** Earlier tries, each of which ended with a scheduled copy. */
  readonly attempts: number;
  /** Set when a person has replayed the message; different for each replay. */
  readonly replay?: string;
  /** The time from which its age counts, if a person has refreshed it; RFC 3339. */
  readonly refreshedAt?: string;
}

const time = z.iso.datetime({ offset: true });

const historyProperties = z.object({
  revocationOriginId: z.string().optional(),
  revocationOriginNumber: z.string().optional(),
  revocationOriginTime: time.optional(),
  revocationAttempts: z.int().positive().optional(),
  revocationReplay: z.string().optional(),
  revocationRefreshedAt: time.optional(),
});

/** The application properties that carry a history. */
export type HistoryProperties = z.infer<typeof historyProperties>;

/** The history of a message: from its properties if it is a copy or a replay, else it is the first. */
export function readHistory(brokerProperties: BrokerProperties, properties: unknown): MessageHistory {
  const written = writtenHistory(properties);
  const isCopy = written.attempts > 0 || written.replay !== undefined;
  return isCopy ? written : { ...written, origin: brokerProperties };
}

/** The history that was written beside an original when it was kept. */
export function writtenHistory(properties: unknown): MessageHistory {
  const read = historyProperties.safeParse(properties ?? {}).data ?? {};
  const { revocationAttempts, revocationReplay: replay, revocationRefreshedAt: refreshedAt } = read;
  const origin = compact({
    messageId: read.revocationOriginId,
    sequenceNumber: read.revocationOriginNumber,
    enqueuedAt: read.revocationOriginTime,
  });
  return compact({ origin, attempts: revocationAttempts ?? 0, replay, refreshedAt });
}

/** Properties without those that carry a history. */
export function withoutHistory<Value>(properties: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(properties).filter(([name]) => !(name in historyProperties.shape)),
  );
}

/** The properties from which `readHistory` returns this history again. */
export function propertiesOf({
  origin,
  attempts,
  replay,
  refreshedAt,
}: MessageHistory): Compact<HistoryProperties> {
  return compact({
    revocationOriginId: origin.messageId,
    revocationOriginNumber: origin.sequenceNumber,
    revocationOriginTime: origin.enqueuedAt,
    revocationAttempts: attempts > 0 ? attempts : undefined,
    revocationReplay: replay,
    revocationRefreshedAt: refreshedAt,
  });
}
