import fc from 'fast-check';
import type { Fault } from './faulty-app';

/** What goes wrong, by the number of the effect. */
export type Faults = ReadonlyMap<number, Fault>;

/** Each fault strikes at one of the next `within` effects after the one before it. */
export function someFaults(
  { atMost, within }: { readonly atMost: number; readonly within: number },
  ...kinds: readonly Fault[]
): fc.Arbitrary<Faults> {
  return fc
    .array(fc.tuple(fc.integer({ min: 1, max: within }), fc.constantFrom(...kinds)), { maxLength: atMost })
    .map((entries) => {
      let at = -1;
      return new Map(entries.map(([gap, fault]) => [(at += gap), fault]));
    });
}
