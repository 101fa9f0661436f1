import { sha256 } from '../sha256';

/** Which digest an id has, in 17 bytes for each place: 64 bits of the SHA-256 of the id, and 64 of the digest. */
export interface DigestIndex {
  /** Adds an id with its digest, unless it has one. Returns how it compares with what was there. */
  add(id: string, digest: string): 'new' | 'same' | 'different';
  /** Compares without adding, and remembers that the id was looked up. */
  lookUp(id: string, digest: string): 'absent' | 'same' | 'different';
  wasLookedUp(id: string): boolean;
  has(id: string): boolean;
}

const FIRST_SLOTS = 1024;
/** Numbers of a slot: two of the id, two of the digest. */
const WIDTH = 4;

interface Slots {
  readonly count: number;
  readonly numbers: Uint32Array;
  /** 0: the slot is free; 1: it is taken; 2: it was looked up as well. */
  readonly marks: Uint8Array;
}

/**
 * An index of many ids in little memory: 34 to 68 MB for a million. Two of a million ids are taken for one with a probability of less than
 * 1 in 30 million.
 */
export function digestIndex(): DigestIndex {
  let slots = slotsOf(FIRST_SLOTS);
  let used = 0;
  const found = (id: string): { readonly slot: number; readonly key: Words } => {
    const key = words(sha256(id));
    return { slot: slotOf(slots, key), key };
  };
  const isSame = (slot: number, digest: string): boolean => {
    const [high, low] = words(digest);
    return slots.numbers[slot * WIDTH + 2] === high && slots.numbers[slot * WIDTH + 3] === low;
  };
  return {
    add: (id, digest) => {
      const { slot, key } = found(id);
      if (slots.marks[slot] !== 0) return isSame(slot, digest) ? 'same' : 'different';
      slots.numbers.set([...key, ...words(digest)], slot * WIDTH);
      slots.marks[slot] = 1;
      used++;
      if (used * 2 > slots.count) slots = grown(slots);
      return 'new';
    },
    lookUp: (id, digest) => {
      const { slot } = found(id);
      if (slots.marks[slot] === 0) return 'absent';
      slots.marks[slot] = 2;
      return isSame(slot, digest) ? 'same' : 'different';
    },
    has: (id) => slots.marks[found(id).slot] !== 0,
    wasLookedUp: (id) => slots.marks[found(id).slot] === 2,
  };
}

type Words = readonly [high: number, low: number];

function words(digest: string): Words {
  return [Number.parseInt(digest.slice(0, 8), 16), Number.parseInt(digest.slice(8, 16), 16)];
}

function slotsOf(count: number): Slots {
  return { count, numbers: new Uint32Array(count * WIDTH), marks: new Uint8Array(count) };
}

/** The slot of an id, or the free one where it belongs. */
function slotOf({ count, numbers, marks }: Slots, [high, low]: Words): number {
  let slot = low % count;
  while (marks[slot] !== 0 && !(numbers[slot * WIDTH] === high && numbers[slot * WIDTH + 1] === low))
    slot = (slot + 1) % count;
  return slot;
}

function grown(old: Slots): Slots {
  const slots = slotsOf(old.count * 2);
  for (let n = 0; n < old.count; n++) {
    if (old.marks[n] === 0) continue;
    const from = old.numbers.subarray(n * WIDTH, (n + 1) * WIDTH);
    const slot = slotOf(slots, [from[0] ?? 0, from[1] ?? 0]);
    slots.numbers.set(from, slot * WIDTH);
    slots.marks[slot] = old.marks[n] ?? 0;
  }
  return slots;
}
