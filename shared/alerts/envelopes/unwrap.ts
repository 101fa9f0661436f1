import type { JsonNode } from '../json-node';
import { batch } from './batch';
import { cloudEvents } from './cloud-events';
import { contentData } from './content-data';
import { elasticConnector } from './elastic-connector';
import type { Envelope } from './envelope';
import { eventGrid } from './event-grid';
import { eventHubRecords } from './event-hub-records';
import { httpEventCollector } from './http-event-collector';
import { odata } from './odata';
import { oktaEventHook } from './okta-event-hook';
import { searchHit } from './search-hit';
import { splunkFindings } from './splunk-findings';
import { wazuhGraph } from './wazuh-graph';

/** At most one of them fits a message, but for lists, which have no fields that any other asks for. */
export const envelopes: readonly Envelope[] = [
  cloudEvents,
  eventGrid,
  eventHubRecords,
  searchHit,
  httpEventCollector,
  odata,
  contentData,
  oktaEventHook,
  elasticConnector,
  splunkFindings,
  wazuhGraph,
  batch,
];

const MAX_DEPTH = 8;
const MAX_ITEMS = 1000;

export type Unwrapped =
  | { readonly kind: 'items'; readonly items: readonly JsonNode[] }
  | { readonly kind: 'rejected'; readonly path: string; readonly message: string };

/**
 * Takes a message out of its envelopes, in whatever nesting they come.
 *
 * @param isAlert whether a message is an alert, which is not opened any further
 */
export function unwrap(message: JsonNode, isAlert: (message: JsonNode) => boolean): Unwrapped {
  const items: JsonNode[] = [];
  const stack = [{ message, depth: 0 }];
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { content } = next.message;
    if (Array.isArray(content) && content.length > MAX_ITEMS) {
      return tooMuch(next.message, `holds more than ${String(MAX_ITEMS)} items`);
    }
    const contents = isAlert(next.message) ? undefined : open(next.message);
    if (!contents || contents.length === 0) {
      items.push(next.message);
      if (items.length > MAX_ITEMS) return tooMuch(message, `holds more than ${String(MAX_ITEMS)} items`);
      continue;
    }
    const depth = next.depth + 1;
    if (depth > MAX_DEPTH) return tooMuch(next.message, `is in more than ${String(MAX_DEPTH)} envelopes`);
    if (stack.length + contents.length > MAX_ITEMS) {
      return tooMuch(next.message, `holds more than ${String(MAX_ITEMS)} items`);
    }
    // Last in, first out: so they come out in their order.
    for (const content of contents.toReversed()) stack.push({ message: content, depth });
  }
  return { kind: 'items', items };
}

function open(message: JsonNode): readonly JsonNode[] | undefined {
  for (const envelope of envelopes) {
    const contents = envelope.open(message);
    if (contents) return contents;
  }
  return undefined;
}

function tooMuch({ path }: JsonNode, message: string): Unwrapped {
  return { kind: 'rejected', path, message };
}
