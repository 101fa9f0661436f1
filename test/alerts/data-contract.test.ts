import { describe, expect, it } from '@jest/globals';
import { dataContractContents } from '../../shared/alerts/data-contract';
import { dataContract } from '../support/data-contract';

type Element = 'string' | 'base64Binary';
const ELEMENTS = ['string', 'base64Binary'] as const;

/** What comes before the records: an empty record has two bytes. */
const header = (element: Element): Buffer => dataContract(Buffer.alloc(0), element).subarray(0, -2);
const bytesOf = (records: readonly (number | string)[]): Buffer =>
  Buffer.concat(records.map((one) => (typeof one === 'string' ? Buffer.from(one) : Buffer.from([one]))));
const texts = (contents: readonly Uint8Array[] | undefined): string[] | undefined =>
  contents?.map((content) => Buffer.from(content).toString());
const contentsOf = (...records: readonly (number | string)[]): string[] | undefined =>
  texts(dataContractContents(Buffer.concat([header('string'), bytesOf(records)])));

describe.each(ELEMENTS)('an element %s', (element) => {
  it.each([0, 1, 255, 256, 65_535, 65_536])('has one content, of %i bytes', (length) => {
    const text = 'x'.repeat(length);
    expect(texts(dataContractContents(dataContract(Buffer.from(text), element)))).toEqual([text]);
  });
  it.each([1, 2, 300])('has one content, in parts of %i bytes', (part) => {
    const text = 'abc'.repeat(200);
    expect(texts(dataContractContents(dataContract(Buffer.from(text), element, part)))).toEqual([text]);
  });
  it('is none when its beginning is cut off or changed', () => {
    const body = dataContract(Buffer.from('{}'), element);
    expect(dataContractContents(body.subarray(1))).toBeUndefined();
    expect(dataContractContents(header(element).subarray(0, -1))).toBeUndefined();
    expect(dataContractContents(Buffer.from('{}'))).toBeUndefined();
  });
});

describe('the records of a string', () => {
  it.each<[string, (number | string)[], string[]]>([
    ['one, the last', [0x99, 2, '{}'], ['{}']],
    ['one, and the end of the element', [0x98, 2, '{}', 0x01], ['{}']],
    ['two, and the end of the element', [0x98, 1, 'a', 0x98, 1, 'b', 0x01], ['ab']],
    ['one that is empty', [0x99, 0], ['']],
    ['the end of the element alone', [0x01], ['']],
    ['lengths of all sizes', [0x98, 1, 'a', 0x9a, 1, 0, 'b', 0x9d, 1, 0, 0, 0, 'c'], ['abc']],
  ])('are read by their lengths: %s', (_what, records, contents) =>
    expect(contentsOf(...records)).toEqual(contents),
  );
  it.each<[string, (number | string)[]]>([
    ['nothing', []],
    ['a type alone', [0x99]],
    ['half of a length', [0x9b, 2]],
    ['no last one', [0x98, 1, 'a']],
    ['something behind the last', [0x99, 1, 'a', 'b']],
    ['something behind the end of the element', [0x98, 1, 'a', 0x01, 'b']],
    ['fewer bytes than the length says', [0x99, 9, 'a']],
    ['another type', [0x55]],
    ['JSON in the place of a type', ['{}']],
  ])('that are damaged and hold no JSON have no content: %s', (_what, records) =>
    expect(contentsOf(...records)).toEqual([]),
  );
  it.each<[string, (number | string)[], string[]]>([
    ['a type that is none', ['\ufffd', 2, '{}'], ['{}']],
    ['a list', ['\ufffd', 2, '[]'], ['[]']],
    ['a wrong length', [0x99, 9, '{}'], ['{}']],
    ['the end of the element behind it', ['\ufffd', 2, '{}', 0x01], ['{}']],
    ['a byte like the end of the element before it', [0x55, 0x01, '{}'], ['{}']],
    ['two characters in the place of bytes', ['\ufffd\ufffd', '{}'], ['{}']],
    ['a length that looks like a list', ['\ufffd', '[{}'], ['[{}', '{}']],
    ['more than the header of a record before it', ['\ufffd\ufffd', 2, '{}'], []],
  ])('that a gateway has damaged are read from where JSON begins: %s', (_what, records, contents) =>
    expect(contentsOf(...records)).toEqual(contents),
  );
});
