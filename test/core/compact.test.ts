import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compact } from '../../shared/core/compact';

describe('a compact object', () => {
  it('has the properties of the object that are not undefined, in their order, and is another object', () => {
    const anyFields = fc.dictionary(fc.string({ maxLength: 8 }), fc.option(fc.integer(), { nil: undefined }));
    fc.assert(
      fc.property(anyFields, (fields) => {
        const present = Object.entries(fields).filter(([, value]) => value !== undefined);
        const compacted = compact(fields);
        expect(Object.entries(compacted)).toStrictEqual(present);
        expect(compacted).not.toBe(fields);
      }),
    );
  });

  it('keeps null, false, 0 and empty text', () => {
    const fields = { none: null, no: false, zero: 0, empty: '', absent: undefined };
    expect(Object.keys(compact(fields))).toStrictEqual(['none', 'no', 'zero', 'empty']);
  });
});
