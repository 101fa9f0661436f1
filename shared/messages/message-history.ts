import * as z from 'zod';

/** What the broker knows of a message; none of it is sure to be there. */
export interface Envelope {
  readonly messageId?: string;
  readonly sequenceNumber?: string;
  /** RFC 3339. */
  readonly enqueuedAt?: string;
}

/** What a message is beyond one delivery: it may be a copy that was put off, or the replay of an original. */
export interface Lineage {
  /** The envelope of the first message, to which all copies and replays go back. */
  readonly origin: Envelope;
  /** Earlier tries, each of which ended in waiting. */
  readonly attempts: number;
  /** Set when a person has it done once more; tells one replay from another. */
  readonly replay?: string;
  /** From when on its age counts, if a person has said so; RFC 3339. */
  readonly refreshedAt?: string;
}

const time = z.iso.datetime({ offset: true });

const lineageProperties = z.object({
  revocationOriginId: z.string().optional(),
  revocationOriginNumber: z.string().optional(),
  revocationOriginTime: time.optional(),
  revocationAttempts: z.int().positive().optional(),
  revocationReplay: z.string().optional(),
  revocationRefreshedAt: time.optional(),
});

/** The application properties in which a lineage travels. */
export type LineageProperties = z.infer<typeof lineageProperties>;

/** A message's lineage: from its properties if it is a copy or a replay, else it is the first. */
export function readLineage(envelope: Envelope, properties: unknown): Lineage {
  const written = writtenLineage(properties);
  const isCopy = written.attempts > 0 || written.replay !== undefined;
  return isCopy ? written : { ...written, origin: envelope };
}

/** The lineage that was written beside an original when it was kept. */
export function writtenLineage(properties: unknown): Lineage {
  const read = lineageProperties.safeParse(properties ?? {}).data ?? {};
  const { revocationAttempts: attempts, revocationReplay: replay, revocationRefreshedAt: refreshedAt } = read;
  return {
    origin: originOf(read),
    attempts: attempts ?? 0,
    ...(replay !== undefined && { replay }),
    ...(refreshedAt !== undefined && { refreshedAt }),
  };
}

/** Properties without those in which a lineage travels. */
export function withoutLineage<Value>(properties: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(properties).filter(([name]) => !(name in lineageProperties.shape)),
  );
}

/** What a copy must bear so that `readLineage` gives this lineage again. */
export function propertiesOf({ origin, attempts, replay, refreshedAt }: Lineage): LineageProperties {
  const { messageId, sequenceNumber, enqueuedAt } = origin;
  return {
    ...(messageId !== undefined && { revocationOriginId: messageId }),
    ...(sequenceNumber !== undefined && { revocationOriginNumber: sequenceNumber }),
    ...(enqueuedAt !== undefined && { revocationOriginTime: enqueuedAt }),
    ...(attempts > 0 && { revocationAttempts: attempts }),
    ...(replay !== undefined && { revocationReplay: replay }),
    ...(refreshedAt !== undefined && { revocationRefreshedAt: refreshedAt }),
  };
}

function originOf(read: LineageProperties): Envelope {
  const { revocationOriginId, revocationOriginNumber, revocationOriginTime } = read;
  return {
    ...(revocationOriginId !== undefined && { messageId: revocationOriginId }),
    ...(revocationOriginNumber !== undefined && { sequenceNumber: revocationOriginNumber }),
    ...(revocationOriginTime !== undefined && { enqueuedAt: revocationOriginTime }),
  };
}
