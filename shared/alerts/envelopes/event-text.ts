import type { Issue } from '../../core/outcome';
import { eventsIn } from '../event-text';
import { JsonNode } from '../json-node';
import { pathBelow } from '../json-path';
import type { Envelope } from './envelope';

/**
 * Text that holds events in CEF or LEEF, one in each line: `{"cef": {…}}` or `{"leef": {…}}`, so that a format reads them by
 * paths. A malformed one among several stays text.
 */
export const eventText: Envelope = {
  name: 'eventText',
  open: ({ value, path, sources, scope }) => {
    const lines = typeof value === 'string' ? eventsIn(value) : undefined;
    if (!lines || (lines.length === 1 && lines[0]?.reading.kind === 'malformed')) return undefined;
    return lines.map(({ line, reading }, n) => {
      const at = lines.length === 1 ? path : `${path}[${String(n)}]`;
      return new JsonNode(reading.kind === 'event' ? reading.event : line, at, sources, scope);
    });
  },
};

/** Why an event in CEF or LEEF is not read: it is malformed, or no format matches it. Undefined: it is no such event. */
export function eventIssues({ value, path, names }: JsonNode): readonly Issue[] | undefined {
  if (names.length === 1 && (names[0] === 'cef' || names[0] === 'leef')) {
    return [
      {
        path,
        message: 'is an event in CEF or LEEF that no format reads: docs/how-to/add-a-format.md adds one',
      },
    ];
  }
  const lines = typeof value === 'string' ? eventsIn(value) : undefined;
  const reading = lines?.[0]?.reading;
  if (reading?.kind !== 'malformed') return undefined;
  return reading.issues.map((issue) => ({ ...issue, path: below(path, issue.path) }));
}

function below(place: string, path: string): string {
  return path.startsWith('[') ? `${place}${path}` : pathBelow(place, path);
}
