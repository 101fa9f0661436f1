import * as z from 'zod';
import { compact } from '../../core/compact';
import type { CountedRevocation, LimitState } from '../../core/limit';
import type { Columns } from './entry-columns';
import { binaryColumns, bytesOf } from './entry-columns';

/** Of each revocation: 16 bytes of the user, 8 of the sender, 8 of the reservation, and 8 for the time in ms. */
const PLACES = { user: [0, 16], sender: [16, 24], reservation: [24, 32] } as const;
const TIME_AT = 32;
const BYTES_PER_REVOCATION = 40;
/** Set in the time of a revocation that has a reservation and has taken effect. */
const DONE = 1n << 63n;
/** In the place of a sender or a reservation that there is not. */
const NONE = '00'.repeat(8);
/** Of each user in the form of the version before: 16 bytes of the user, and 8 for the time. */
const BYTES_PER_USER = 24;
/** As many as one column holds, and the most that its policy could let pass. */
const MAX_USERS_BEFORE = 2000;

const stored = z.object({
  counted: z.instanceof(Uint8Array),
  engagedAt: z.string(),
  refused: z.string().optional(),
});
const refusedTimes = z.record(z.string(), z.number());

/**
 * The limit's count. The names of the columns do not change. `counted` has the last 2,000 users once each, as the version before
 * reads and writes it; the revocations are beside it, and absent where the version before has written the entity.
 */
export const limitColumns = {
  write: ({ counted, refused, trippedAt }: LimitState): Columns => ({
    counted: usersOf(counted),
    engagedAt: trippedAt === undefined ? '' : String(trippedAt),
    ...binaryColumns('revocations', revocationsOf(counted)),
    ...(refused && { refused: JSON.stringify(refused) }),
  }),
  read: (columns: Readonly<Record<string, unknown>>): LimitState => {
    const { counted, engagedAt, refused } = stored.parse(columns);
    const revocations = Buffer.from(bytesOf('revocations', columns));
    return compact({
      counted: revocations.length > 0 ? readRevocations(revocations) : readUsers(Buffer.from(counted)),
      refused: refused === undefined ? undefined : refusedTimes.parse(JSON.parse(refused)),
      trippedAt: engagedAt === '' ? undefined : Number(engagedAt),
    });
  },
};

function revocationsOf(counted: readonly CountedRevocation[]): Buffer {
  const bytes = Buffer.alloc(counted.length * BYTES_PER_REVOCATION);
  for (const [n, { user, sender = NONE, reservation = NONE, at, isDone }] of counted.entries()) {
    const start = n * BYTES_PER_REVOCATION;
    bytes.write(user, start + PLACES.user[0], 'hex');
    bytes.write(sender, start + PLACES.sender[0], 'hex');
    bytes.write(reservation, start + PLACES.reservation[0], 'hex');
    bytes.writeBigUInt64BE(isDone ? BigInt(at) | DONE : BigInt(at), start + TIME_AT);
  }
  return bytes;
}

function readRevocations(bytes: Buffer): readonly CountedRevocation[] {
  return Array.from({ length: bytes.length / BYTES_PER_REVOCATION }, (_, n) => {
    const start = n * BYTES_PER_REVOCATION;
    const text = ([from, to]: readonly [number, number]) => bytes.toString('hex', start + from, start + to);
    const [sender, reservation] = [text(PLACES.sender), text(PLACES.reservation)];
    const time = bytes.readBigUInt64BE(start + TIME_AT);
    return compact({
      user: text(PLACES.user),
      sender: sender === NONE ? undefined : sender,
      at: Number(time & ~DONE),
      reservation: reservation === NONE ? undefined : reservation,
      isDone: (time & DONE) === 0n ? undefined : (true as const),
    });
  });
}

function usersOf(counted: readonly CountedRevocation[]): Buffer {
  const times = new Map<string, number>();
  for (const { user, at } of counted.toReversed()) {
    if (times.size < MAX_USERS_BEFORE || times.has(user)) times.set(user, Math.max(at, times.get(user) ?? 0));
  }
  const bytes = Buffer.alloc(times.size * BYTES_PER_USER);
  for (const [n, [user, at]] of [...times].entries()) {
    bytes.write(user, n * BYTES_PER_USER, 'hex');
    bytes.writeBigUInt64BE(BigInt(at), n * BYTES_PER_USER + 16);
  }
  return bytes;
}

/** The version before did not write senders. */
function readUsers(bytes: Buffer): readonly CountedRevocation[] {
  return Array.from({ length: bytes.length / BYTES_PER_USER }, (_, n) => ({
    user: bytes.toString('hex', n * BYTES_PER_USER, n * BYTES_PER_USER + 16),
    at: Number(bytes.readBigUInt64BE(n * BYTES_PER_USER + 16)),
  }));
}
