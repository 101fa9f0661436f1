/**
 * The authenticated sender of a message:
 *
 * - `queue`: an identity that may send to the request queue
 * - `webhook:NAME`: a sender whose signature was verified, or a key of the webhook
 * - `entra:ID`: an application that Entra ID authenticated, at the webhook or at the API, or the object id of a person at the API
 * - `issuer:ISS`: the issuer of a security event token that was verified
 * - `unproven`: a copy of the version before, which did not write its sender
 * - `unproven:SENDER`: a message that names its sender on a queue to which others than the app may send
 */
export type ReceivedBy = 'queue' | 'unproven' | `${'webhook' | 'entra' | 'issuer' | 'unproven'}:${string}`;

/** How the names of callers by key begin, and those of webhook senders do not. */
export const KEY_SENDERS = 'key-';

/** The mark of the version before on what it received by the webhook. */
export const UNPROVEN_WEBHOOK: ReceivedBy = 'unproven:webhook';

const SENDER = /^(?:queue|unproven|(?:webhook|entra|issuer|unproven):.+)$/s;

/** The name of a sender, or of a kind of senders, in any case. */
const NAMED = /^(?:queue|(?:webhook|entra|issuer|unproven)(?::.+)?)$/is;

/** Whether a rule can name a sender so: no message is from one with another name. */
export function isNameOfSender(text: string): boolean {
  return NAMED.test(text);
}

/** Undefined when the text is not the name of a sender. */
export function readReceivedBy(text: string | undefined): ReceivedBy | undefined {
  return text !== undefined && isReceivedBy(text) ? text : undefined;
}

function isReceivedBy(text: string): text is ReceivedBy {
  return SENDER.test(text);
}

/** The sender of what a caller of the API asks for: the person, or the application, that a token has proven. */
export function senderOfCaller(id: string): ReceivedBy {
  return `entra:${id.toLowerCase()}`;
}

/** A sender as it is named where anybody could have written the name. */
export function unproven(claimed: ReceivedBy): ReceivedBy {
  return claimed === 'queue' || claimed === 'unproven' || claimed.startsWith('unproven:')
    ? claimed
    : `unproven:${claimed}`;
}

/** The sender that an unproven message claims, if it claims one. */
export function claimOf(receivedBy: ReceivedBy): ReceivedBy | undefined {
  return receivedBy.startsWith('unproven:')
    ? readReceivedBy(receivedBy.slice('unproven:'.length))
    : undefined;
}

/** Whether the sender may send to the request queue, and so may decide on requests for approval. */
export function isDirect(receivedBy: ReceivedBy): boolean {
  return receivedBy === 'queue' || receivedBy === 'unproven';
}

/** Whether it is proven who the sender is. Who may send to the request queue is known, and not who has sent a message there. */
export function isProvenSender(receivedBy: ReceivedBy | undefined): boolean {
  return receivedBy !== undefined && receivedBy !== 'queue' && !receivedBy.startsWith('unproven');
}

/**
 * The namespace of a sender's ids: no two senders share one. Undefined for those whose ids are stored without a namespace,
 * as the version before stored all of them.
 */
export function namespaceOf(receivedBy: ReceivedBy | undefined): string | undefined {
  return receivedBy === undefined || isDirect(receivedBy) || receivedBy === UNPROVEN_WEBHOOK
    ? undefined
    : receivedBy;
}

/** Whether a rule that names a sender is about this one: `webhook` names all whose names begin with `webhook:`. */
export function isSender(receivedBy: string | undefined, named: string): boolean {
  return receivedBy !== undefined && namesOfSender(receivedBy).includes(named.toLowerCase());
}

/** The kinds of senders that a rule can name. What follows is one name, also where it has colons: an issuer is an address. */
const PROVEN_KINDS = ['webhook', 'entra', 'issuer'];
const KINDS = [...PROVEN_KINDS, 'unproven', ...PROVEN_KINDS.map((kind) => `unproven:${kind}`)];

/** Every name by which a rule can name a sender, in lower case: its own, and those of the kinds that it belongs to. */
export function namesOfSender(receivedBy: string): readonly string[] {
  const name = receivedBy.toLowerCase();
  return [...KINDS.filter((kind) => name.startsWith(`${kind}:`)), name];
}

/** The sender whose share a message uses: one for all that may be written on the request queue, where names are free. */
export function senderOfShare(receivedBy: ReceivedBy = 'unproven'): ReceivedBy {
  return receivedBy.startsWith('unproven') ? 'queue' : receivedBy;
}
