import type { Issue } from '../../core/outcome';
import type { Decompress } from '../../messages/content-encoding';
import type { JsonNode } from '../json-node';
import { base64Text } from './base64-text';
import { batch } from './batch';
import { cloudEvents } from './cloud-events';
import { contentData } from './content-data';
import { elasticConnector } from './elastic-connector';
import type { Envelope, OwnMessages } from './envelope';
import { ambiguityOf, asOneOfSeveral } from './envelope';
import { eventGrid } from './event-grid';
import { eventHubRecords } from './event-hub-records';
import { eventText } from './event-text';
import { httpEventCollector } from './http-event-collector';
import { logRecord } from './log-record';
import { logicAppsContent } from './logic-apps-content';
import { netskopeAlerts } from './netskope-alerts';
import { odata } from './odata';
import { oktaEventHook } from './okta-event-hook';
import { searchHit } from './search-hit';
import { splunkFindings } from './splunk-findings';
import { triggerOutputs } from './trigger-outputs';
import { wazuhGraph } from './wazuh-graph';

/**
 * At most one of them fits a message, but for lists and text, which have no fields that any other asks for, and for records
 * of logs, which may have any and come after the others.
 */
export const envelopes: readonly Envelope[] = [
  cloudEvents,
  eventGrid,
  eventHubRecords,
  searchHit,
  httpEventCollector,
  odata,
  contentData,
  logicAppsContent,
  triggerOutputs,
  oktaEventHook,
  elasticConnector,
  splunkFindings,
  netskopeAlerts,
  wazuhGraph,
  logRecord,
  batch,
  eventText,
  base64Text,
];

const MAX_DEPTH = 8;
const MAX_ITEMS = 1000;

/** A message that is in no envelope any more. */
export interface Item {
  readonly message: JsonNode;
  /** Which messages of our own count where it is. */
  readonly own: OwnMessages;
  /** Why it is not opened, though it is an envelope. */
  readonly issue?: Issue;
}

export type Unwrapped =
  | { readonly kind: 'items'; readonly items: readonly Item[] }
  | { readonly kind: 'rejected'; readonly path: string; readonly message: string };

/** What unwrapping needs to know. */
export interface Unwrapping {
  /** Whether a message is an alert, which is not opened any further. */
  readonly isAlert: (message: JsonNode) => boolean;
  readonly decompress: Decompress | undefined;
  /** Which messages of our own count at the top. */
  readonly own: OwnMessages;
}

/** Takes messages out of their envelopes, in whatever nesting they come. */
export function unwrap(
  messages: readonly JsonNode[],
  { isAlert, decompress, own: atTop }: Unwrapping,
): Unwrapped {
  const items: Item[] = [];
  const own = ownAmong(messages, atTop);
  const stack = messages.map((message) => ({ message, own, depth: 0 })).toReversed();
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { message, own } = next;
    if (stack.length + items.length >= MAX_ITEMS || isTooLong(message.content)) return tooMany(message);
    const { result: opened, excess } = message.scope.during(() =>
      isAlert(message) ? undefined : open(message, own, decompress),
    );
    const issue = excess === undefined ? ambiguousIn(message, opened) : { path: '$', message: excess };
    if (issue) {
      items.push({ message, own: 'none', issue });
      continue;
    }
    if (!opened) {
      items.push({ message, own });
      continue;
    }
    const depth = next.depth + 1;
    if (depth > MAX_DEPTH) return tooMuch(message, `is in more than ${String(MAX_DEPTH)} envelopes`);
    if (stack.length + opened.contents.length > MAX_ITEMS) return tooMany(message);
    // Last in, first out: so they come out in their order.
    for (const content of opened.contents.toReversed()) {
      stack.push({ message: content, own: opened.own, depth });
    }
  }
  return { kind: 'items', items };
}

/** What makes an envelope ambiguous in which a message of our own may count. */
function ambiguousIn(message: JsonNode, opened: Opened | undefined): Issue | undefined {
  return opened && opened.own !== 'none' ? ambiguityOf(message) : undefined;
}

interface Opened {
  readonly contents: readonly JsonNode[];
  readonly own: OwnMessages;
}

function open(
  message: JsonNode,
  around: OwnMessages,
  decompress: Decompress | undefined,
): Opened | undefined {
  for (const envelope of envelopes) {
    const contents = envelope.open(message, decompress);
    if (!contents) continue;
    const own = ownAmong(contents, envelope.own?.(around, message) ?? 'none');
    return contents.length === 0 ? undefined : { contents, own };
  }
  return undefined;
}

function ownAmong(messages: readonly JsonNode[], own: OwnMessages): OwnMessages {
  return messages.length > 1 ? asOneOfSeveral(own) : own;
}

function isTooLong(content: unknown): boolean {
  return Array.isArray(content) && content.length > MAX_ITEMS;
}

function tooMany(message: JsonNode): Unwrapped {
  return tooMuch(message, `holds more than ${String(MAX_ITEMS)} items`);
}

function tooMuch({ path }: JsonNode, message: string): Unwrapped {
  return { kind: 'rejected', path, message };
}
