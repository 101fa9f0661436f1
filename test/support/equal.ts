import { expect } from '@jest/globals';
import { isDeepStrictEqual } from 'node:util';

/**
 * Expects what `toEqual` expects, and calls it only to say what differs: `expect` makes all its matchers and a stack for
 * every call. For properties and loops, which compare thousands of times.
 */
export function expectEqual(actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual).toEqual(expected);
}
