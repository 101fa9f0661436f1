import type { EventReading } from './event-fields';
import { MAX_FIELDS, eventOf, headerFields, malformed, tooManyFields } from './event-fields';

const HEADER = ['version', 'vendor', 'product', 'productVersion', 'eventId'] as const;

/** One character, or its code; a blank field is the default. Products of version 2.0 leave the field out as well. */
const DELIMITER = /^(?:0?x([0-9a-f]{1,4})|([^=|])?)\|/i;

/**
 * Reads an event in the Log Event Extended Format ("IBM QRadar Log Event Extended Format (LEEF)", versions 1.0 and 2.0).
 * LEEF has no escapes: a value ends at the delimiter.
 *
 * @param text begins behind `LEEF:`
 */
export function readLeef(text: string): EventReading {
  const values = text.split('|', HEADER.length);
  const [version = ''] = values;
  const end = values.join('|').length + 1;
  if (values.length < HEADER.length || text[end - 1] !== '|') {
    return malformed('leef', 'has not all five fields of the header of LEEF');
  }
  if (!/^[12](?:\.0)?$/.test(version)) return malformed('leef.version', 'is not 1.0 or 2.0');
  const { delimiter, attributes } = attributesIn(text.slice(end), version.startsWith('2'));
  const parts = attributes.split(delimiter, MAX_FIELDS + 1);
  if (parts.length > MAX_FIELDS) return tooManyFields('leef.attributes');
  const written = parts.filter((part) => part.trim() !== '');
  const fields = written.map((part): [string, string] => {
    const equals = part.indexOf('=');
    return [part.slice(0, Math.max(equals, 0)).trim(), part.slice(equals + 1)];
  });
  if (fields.some(([key]) => key === '')) {
    return malformed('leef.attributes', 'holds text that is not a key, an equals sign and a value');
  }
  return eventOf(['leef', 'attributes'], headerFields(HEADER, values), fields);
}

function attributesIn(
  text: string,
  mayNameDelimiter: boolean,
): { readonly delimiter: string; readonly attributes: string } {
  const named = mayNameDelimiter ? DELIMITER.exec(text) : null;
  if (!named) return { delimiter: '\t', attributes: text };
  const [field, code, character] = named;
  const delimiter = code === undefined ? character : String.fromCharCode(Number.parseInt(code, 16));
  return { delimiter: delimiter ?? '\t', attributes: text.slice(field.length) };
}
