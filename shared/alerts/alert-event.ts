import type { Test } from './condition';
import { allMet, testsOf } from './condition';
import { MAX_EVENT_LENGTH } from './event-schema';
import type { AlertPaths } from './format-schema';
import type { JsonNode } from './json-node';
import { reportableText } from './reportable-text';

/** A path of an event, or a name that a format gives to events that meet all of the tests. */
type Candidate = string | { readonly name: string; readonly tests: readonly Test[] };

/** Reads the event of an alert, in the way that its format declares. */
export function eventReader(declared: AlertPaths['event']): (alert: JsonNode) => string | undefined {
  const candidates = (typeof declared === 'string' ? [declared] : (declared ?? [])).map((one): Candidate =>
    typeof one === 'string' ? one : { name: one.name, tests: testsOf(one.when) },
  );
  return (alert) => {
    for (const candidate of candidates) {
      if (typeof candidate === 'string') {
        const text = reportableText(alert.text(candidate), MAX_EVENT_LENGTH);
        if (text !== undefined) return text;
      } else if (allMet(candidate.tests, alert)) return candidate.name;
    }
    return undefined;
  };
}
