import * as z from 'zod';
import type { ChosenTenants } from '../core/chosen-tenants';
import { readTenants, writeTenants } from '../core/chosen-tenants';
import type { Compact } from '../core/compact';
import { compact } from '../core/compact';
import type { ReceivedBy } from '../core/received-by';
import { UNPROVEN_WEBHOOK, readReceivedBy, unproven } from '../core/received-by';

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
  /** When it was first tried, if its broker has not said when it was enqueued; RFC 3339. */
  readonly firstTriedAt?: string;
  /** The sender of the first message; absent where the version before has written the history. */
  readonly receivedBy?: ReceivedBy;
  /** The tenants that were chosen at its first reading; absent until then, and where others than the app may write them. */
  readonly tenants?: ChosenTenants;
}

/**
 * Who may send to a queue: to an `own` one only the app, whose properties are believed; to an `open` one others as well,
 * who can write any property.
 */
export type Channel = 'own' | 'open';

const time = z.iso.datetime({ offset: true });
/** As long as an id may be: what is longer would not fit everywhere where the ledger and the broker repeat it. */
const text = z.string().max(512);
/** As many tenants as a message may have items, and that of its sender. */
const MAX_TENANTS_LENGTH = 40_000;

const historyProperties = z.object({
  revocationOriginId: text.optional(),
  revocationOriginNumber: text.optional(),
  revocationOriginTime: time.optional(),
  revocationAttempts: z.int().positive().optional(),
  revocationReplay: text.optional(),
  revocationRefreshedAt: time.optional(),
  revocationFirstTriedAt: time.optional(),
  revocationReceivedBy: text.transform(readReceivedBy).optional().catch(undefined),
  revocationTenants: z.string().max(MAX_TENANTS_LENGTH).optional().catch(undefined),
});

/**
 * The mark on what came by the webhook. The version before knows no other, and what is marked may not decide, even where its
 * sender cannot be read.
 */
export const WEBHOOK_MARK = { revocationCameBy: 'webhook' } as const;
const webhookMark = z.object({ revocationCameBy: z.literal(WEBHOOK_MARK.revocationCameBy) });

/** The application properties that carry a history. */
export type HistoryProperties = z.output<typeof historyProperties>;

/**
 * The history of a message: from its properties if it is a copy or a replay, else it is the first. No time in it is later
 * than this delivery: a message from the future would never grow old.
 */
export function readHistory(
  brokerProperties: BrokerProperties,
  properties: unknown,
  channel: Channel,
): MessageHistory {
  const written = notAfter(brokerProperties.enqueuedAt, believed(writtenHistory(properties), channel));
  const receivedBy = senderOf(written, properties, channel);
  if (isCopy(written)) return { ...written, receivedBy };
  // The id of a message that came over HTTP is that of its request, and its messageId is the app's own.
  const { messageId = brokerProperties.messageId } = written.receivedBy === undefined ? {} : written.origin;
  return { ...written, origin: { ...brokerProperties, ...compact({ messageId }) }, receivedBy };
}

/** A history without the tenants that others than the app may have written: they would choose where it ends. */
function believed({ tenants, ...history }: MessageHistory, channel: Channel): MessageHistory {
  return channel === 'own' ? compact({ ...history, tenants }) : history;
}

/** A history whose times are not later than the one at which the broker received this message, and that has an age. */
function notAfter(latest: string | undefined, history: MessageHistory): MessageHistory {
  const { origin, refreshedAt } = history;
  const { enqueuedAt = latest } = origin;
  return compact({
    ...history,
    origin: compact({ ...origin, enqueuedAt: enqueuedAt && earlier(enqueuedAt, latest) }),
    refreshedAt: refreshedAt && earlier(refreshedAt, latest),
  });
}

function earlier(time: string, latest = time): string {
  return Date.parse(latest) < Date.parse(time) ? latest : time;
}

function isCopy({ attempts, replay }: MessageHistory): boolean {
  return attempts > 0 || replay !== undefined;
}

/** The sender: as it is written where only the app writes, and else at most one who may send to the queue. */
function senderOf(written: MessageHistory, properties: unknown, channel: Channel): ReceivedBy {
  const { receivedBy } = written;
  if (receivedBy !== undefined) return channel === 'own' ? receivedBy : unproven(receivedBy);
  if (webhookMark.safeParse(properties).success) return UNPROVEN_WEBHOOK;
  return isCopy(written) || channel === 'own' ? 'unproven' : 'queue';
}

/** The history that was written beside an original when it was kept. */
export function writtenHistory(properties: unknown): MessageHistory {
  const read = historyProperties.safeParse(properties ?? {}).data ?? {};
  const {
    revocationAttempts,
    revocationReplay: replay,
    revocationRefreshedAt: refreshedAt,
    revocationFirstTriedAt: firstTriedAt,
    revocationReceivedBy: receivedBy,
    revocationTenants: tenants,
  } = read;
  const origin = compact({
    messageId: read.revocationOriginId,
    sequenceNumber: read.revocationOriginNumber,
    enqueuedAt: read.revocationOriginTime,
  });
  return compact({
    origin,
    attempts: revocationAttempts ?? 0,
    replay,
    refreshedAt,
    firstTriedAt,
    receivedBy,
    tenants: tenants === undefined ? undefined : readTenants(tenants),
  });
}

/** Properties without those that carry a history. */
export function withoutHistory<Value>(properties: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(properties).filter(([name]) => !Object.hasOwn(historyProperties.shape, name)),
  );
}

/** The properties from which `readHistory` returns this history again. */
export function propertiesOf({
  origin,
  attempts,
  replay,
  refreshedAt,
  firstTriedAt,
  receivedBy,
  tenants,
}: MessageHistory): Compact<HistoryProperties> {
  return compact({
    revocationOriginId: origin.messageId,
    revocationOriginNumber: origin.sequenceNumber,
    revocationOriginTime: origin.enqueuedAt,
    revocationAttempts: attempts > 0 ? attempts : undefined,
    revocationReplay: replay,
    revocationRefreshedAt: refreshedAt,
    revocationFirstTriedAt: firstTriedAt,
    revocationReceivedBy: receivedBy,
    revocationTenants: tenants && writeTenants(tenants),
  });
}
