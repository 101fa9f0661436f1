/**
 * Headers that become application properties of the message: the trace, how the body is compressed, and the attributes of
 * a CloudEvent in binary mode. A signature does not cover them: they can only make less of a message count.
 */
const FORWARDED: Readonly<Record<string, string>> = {
  traceparent: 'traceparent',
  'content-encoding': 'content-encoding',
  'ce-specversion': 'cloudEvents:specversion',
  'ce-id': 'cloudEvents:id',
  'ce-type': 'cloudEvents:type',
  'ce-source': 'cloudEvents:source',
};
const MAX_HEADER_LENGTH = 512;

/** The application properties of the headers that are forwarded. Header names are in lower case. */
export function forwardedProperties(
  headers: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(FORWARDED).flatMap(([header, property]): [string, string][] => {
      const value = headers[header];
      return value === undefined ? [] : [[property, value.slice(0, MAX_HEADER_LENGTH)]];
    }),
  );
}
