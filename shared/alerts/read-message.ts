import { compact } from '../core/compact';
import { itemRequestId } from '../core/ids';
import type { Decompress } from '../messages/content-encoding';
import { reportableIssues } from '../messages/field-path';
import { nodesOf } from './envelopes/contents';
import type { OwnMessages } from './envelopes/envelope';
import { REQUEST_EVENT } from './envelopes/envelope';
import { eventIssues } from './envelopes/event-text';
import type { Item } from './envelopes/unwrap';
import { unwrap } from './envelopes/unwrap';
import type { Format, ItemContext } from './format';
import { decision } from './approval-message';
import { restore } from './restore-message';
import { MAX_USERS, native } from './native-request';
import { formatsMatching } from './formats/registry';
import { MAX_BODY_BYTES, decodeJson } from './json-document';
import type { JsonNode } from './json-node';
import { pathBelow } from './json-path';
import type { SourceText } from './open-text';
import { isSecurityEvent } from './security-event';
import type { Reading } from './reading';
import { repeatedKeys } from './repeated-keys';
import { tokenIn } from '../messages/security-event-token';

/** The built-in format of security events. */
const SECURITY_EVENT = 'securityEvent';

/** The formats of this project. A message that matches several is read as the first, which has no fields of the others. */
const ownFormats: Readonly<Record<OwnMessages, readonly Format[]>> = {
  all: [decision, restore, native],
  requests: [native],
  none: [],
};

/** The context of a body. */
export interface ReadingContext {
  /** The request's id when the body names none. */
  readonly fallbackId: string;
  /** Formats that an operator has added. */
  readonly formats?: readonly Format[];
  /** The tenant that the app is connected to. */
  readonly tenantId?: string;
  /** Opens what a message contains in compressed form; absent: it is not opened. */
  readonly decompress?: Decompress;
  /** The type of the event whose data the body is, where the message is a CloudEvent in binary mode. */
  readonly eventType?: string | undefined;
  /** Whether the body is the claims of a token that was verified. Absent: nothing acts on what is read. */
  readonly isVerified?: boolean;
}

/**
 * Reads a message body: one reading, or one for each item of a batch. For any bytes, each reading is a request, an alert
 * that asks for nothing, or the issues that say why it is neither. Nothing is thrown, and a reading names only users that
 * the message names explicitly.
 */
export function readMessage(
  body: Uint8Array,
  { fallbackId, formats = [], tenantId, decompress, eventType = REQUEST_EVENT, isVerified }: ReadingContext,
): readonly [Reading, ...Reading[]] {
  const decoded = decodeJson(body);
  // A token is never JSON.
  if (decoded.kind === 'rejected') return [tokenIn(body) === undefined ? decoded : UNVERIFIED_TOKEN];
  const matching = matchesOnce(formats);
  const unwrapped = unwrap(nodesOf(decoded.documents, { path: '$' }), {
    isAlert: (message) => matching(message).length > 0,
    decompress: decompress && bounded(decompress),
    own: eventType === REQUEST_EVENT ? 'all' : 'none',
  });
  if (unwrapped.kind === 'rejected') {
    return [
      { kind: 'rejected', issues: reportableIssues([{ path: unwrapped.path, message: unwrapped.message }]) },
    ];
  }
  const [repeated, admitUsers] = [repeatedKeysOnce(), upTo(MAX_USERS)];
  const isBatch = unwrapped.items.length > 1;
  const read = (item: Item, n: number): Reading => {
    const id = isBatch ? itemRequestId(fallbackId, n) : fallbackId;
    const formatsOfItem = matching(item.message);
    if (isVerified === false && isEvent(item.message, formatsOfItem)) return unverifiedEvent(item, id);
    const reading = readItem(
      item,
      formatsOfItem,
      compact({
        fallbackId: id,
        tenantId: tenantId?.toLowerCase(),
        repeatedKeys: () => item.message.sources.flatMap(repeated),
        admitUsers,
      }),
    );
    return isBatch && reading.kind === 'rejected' ? { requestId: id, ...reading } : reading;
  };
  const [one, ...others] = unwrapped.items.map(read);
  return one ? [one, ...others] : [unrecognized('$')];
}

/** A caller that can verify a token passes its claims instead. */
const UNVERIFIED_TOKEN: Reading = {
  kind: 'rejected',
  issues: [
    {
      path: '$',
      message: 'is a security event token, which counts only once its signature has been verified',
    },
  ],
};

/** Claims in plain JSON prove nothing: anybody could have written them. */
function unverifiedEvent({ message: { path } }: Item, requestId: string): Reading {
  const message =
    'is the claims of a security event without its token, so its issuer is not proven: send the signed token';
  return { kind: 'rejected', requestId, issues: reportableIssues([{ path, message }]) };
}

/** Whether an item is a security event, for the built-in format or by its claims. */
function isEvent(message: JsonNode, formats: readonly Format[]): boolean {
  const ofEvents = ({ name, replaces }: Format): boolean => [name, replaces].includes(SECURITY_EVENT);
  return formats.some(ofEvents) || isSecurityEvent(message);
}

/** All that is compressed within one message has at most about as many bytes as a body may have. */
function bounded(decompress: Decompress): Decompress {
  let left = MAX_BODY_BYTES;
  return (bytes, encoding) => {
    if (left <= 0) return { kind: 'tooLarge' };
    const result = decompress(bytes, encoding);
    if (result.kind === 'decompressed') left -= result.bytes.length;
    if (result.kind === 'tooLarge') left = 0;
    return result;
  };
}

/** Admits up to so many in all. */
function upTo(limit: number): (count: number) => boolean {
  let left = limit;
  return (count) => {
    if (count > left) return false;
    left -= count;
    return true;
  };
}

/** The paths of repeated keys in a text, which the items of a batch have in common: each text is searched once. */
function repeatedKeysOnce(): (source: SourceText) => readonly string[] {
  const found = new Map<SourceText, readonly string[]>();
  return (source) => {
    const paths = found.get(source) ?? repeatedKeys(source.text).map((path) => below(source.path, path));
    found.set(source, paths);
    return paths;
  };
}

function below(place: string, path: string): string {
  return place !== '$' && path.startsWith('[') ? `${place}${path}` : pathBelow(place, path);
}

/** The formats that match a message, each message of which is tested once. */
function matchesOnce(added: readonly Format[]): (message: JsonNode) => readonly Format[] {
  const cache = new Map<JsonNode, readonly Format[]>();
  return (message) => {
    const matching = cache.get(message) ?? formatsMatching(message, added);
    cache.set(message, matching);
    return matching;
  };
}

/** A format of this project counts only when no format of a product matches: alerts may have a field `user` as well. */
function readItem({ message, own, issue }: Item, matching: readonly Format[], context: ItemContext): Reading {
  if (issue) return { kind: 'rejected', issues: reportableIssues([issue]) };
  const [format = ownFormats[own].find(({ matches }) => matches(message)), ...others] = matching;
  if (format && others.length === 0) {
    const { result, excess } = message.scope.during(() => format.read(message, context));
    const reading = excess === undefined ? result : tooMuch(format.name, excess);
    return reading.kind === 'rejected' ? { ...reading, issues: reportableIssues(reading.issues) } : reading;
  }
  if (matching.length > 0) return ambiguous(matching, message.path);
  const issues = eventIssues(message);
  if (issues) return { kind: 'rejected', issues: reportableIssues(issues) };
  return ownFormats.all.some(({ matches }) => matches(message))
    ? misplaced(message.path)
    : unrecognized(message.path);
}

/** An alert of which something was not looked at may mean somebody else. */
function tooMuch(format: string, issue: string): Reading {
  return { kind: 'rejected', format, issues: [{ path: '$', message: issue }] };
}

function unrecognized(path: string): Reading {
  const message =
    'is not an alert of a known product, and not a revocation request: a request is a JSON object that names `user` or `users`';
  return { kind: 'rejected', issues: reportableIssues([{ path, message }]) };
}

/** What has been logged may have a field `user` as well. */
function misplaced(path: string): Reading {
  const message = `is not an alert of a known product; a request or a decision counts only as a message of its own, or as the data of an event of the type ${REQUEST_EVENT}`;
  return { kind: 'rejected', issues: reportableIssues([{ path, message }]) };
}

function ambiguous(matching: readonly Format[], path: string): Reading {
  const candidates = matching.map(({ name }) => name);
  const message = `matches more than one format (${candidates.join(', ')}), so its meaning is ambiguous`;
  return { kind: 'rejected', candidates, issues: reportableIssues([{ path, message }]) };
}
