import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { objectIdOfSid } from '../../shared/core/cloud-sid';

/** The SID of an object id, by the bytes of a GUID as Windows stores it. */
function sidOf(id: string): string {
  const hex = id.replaceAll('-', '');
  const bytes = Buffer.from(hex, 'hex');
  bytes.subarray(0, 4).reverse();
  bytes.subarray(4, 6).reverse();
  bytes.subarray(6, 8).reverse();
  const numbers = [0, 4, 8, 12].map((at) => bytes.readUInt32LE(at));
  return `S-1-12-1-${numbers.join('-')}`;
}

describe('the object id in a SID', () => {
  it.each([
    ['S-1-12-1-169578350-1326333010-1818050954-345673598', '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a14'],
    ['s-1-12-1-0-0-0-1', '00000000-0000-0000-0000-000001000000'],
    ['S-1-12-1-4294967296-0-0-0', undefined],
    ['S-1-12-1-1-2-3', undefined],
    ['S-1-5-21-1004336348-1177238915-682003330-1107', undefined],
  ])('%s: %s', (sid, id) => expect(objectIdOfSid(sid)).toBe(id));
  it('is that of any account of the cloud', () =>
    fc.assert(fc.property(fc.uuid(), (id) => expect(objectIdOfSid(sidOf(id))).toBe(id))));
});
