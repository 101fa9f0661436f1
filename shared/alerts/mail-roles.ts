import type { MailPaths } from './format-schema';
import type { JsonNode } from './json-node';
import { mailSubject, productKind } from './mail-titles';
import { MAX_LISTED } from './limits';
import { listOf } from './one-or-more';
import { namesIn, plainName } from '../messages/written-name';

/** Why the account of somebody who may only have received a mail is skipped. */
export const UNCERTAIN = 'received the mail, as all accounts of the alert did';

/** Why the account of somebody who only received a mail is skipped. */
export const RECIPIENT = 'only received or reported the mail';

/** An account of an alert, as far as its part in a mail is concerned. */
export interface MailAccount {
  /** Its names and ids in lower case, as other evidence may write them. */
  readonly keys: readonly string[];
  /** The alert itself calls it compromised. */
  readonly isMarked: boolean;
}

/** What an alert is about: a mail that came or was reported, a mailbox that acts, several things, or something else. */
type Subject = 'reported' | 'delivered' | 'acting' | 'mixed' | 'unknown';

/** Who sent and who received the mails of an alert. */
interface Mails {
  readonly senders: ReadonlySet<string>;
  readonly recipients: ReadonlySet<string>;
}

/** The part that an account has in the mails of an alert; `uncertain` when the alert may mean any of its recipients. */
export type MailRole = 'recipient' | 'uncertain' | 'other';

/**
 * The part that each account of an alert has in its mails: who only received or reported one is a recipient. Undefined when
 * the alert is not about a mail and names no recipient: the accounts have no part in any.
 *
 * @param accountsOf makes the accounts, where they are needed
 */
export function mailRoles(
  accountsOf: () => readonly MailAccount[],
  place: JsonNode,
  paths: MailPaths,
): readonly MailRole[] | undefined {
  const subject = subjectOf(place, paths);
  const isAboutMail = subject === 'reported' || subject === 'delivered';
  const evidence = listOf(paths.evidence).flatMap((path) => place.select(path));
  if (!isAboutMail && !evidence.some((item) => hasAny(item, paths.recipients))) return undefined;
  const accounts = accountsOf();
  const { senders, recipients } = mailsIn(evidence, paths);
  const actors = actorsAt(place, listOf(paths.actors));
  const isIn = ({ keys }: MailAccount, known: ReadonlySet<string>): boolean =>
    keys.some((key) => known.has(key));
  const isActive = (account: MailAccount): boolean =>
    isIn(account, senders) || isIn(account, actors) || (account.isMarked && subject !== 'reported');
  if (isAboutMail) return accounts.map((one) => (isActive(one) ? 'other' : 'recipient'));
  const areRecipients = accounts.map((one) => isIn(one, recipients) && !isActive(one));
  const isSomebodyElse = areRecipients.includes(false);
  if (subject === 'unknown' || isSomebodyElse) {
    return areRecipients.map((isRecipient) => (isRecipient ? 'recipient' : 'other'));
  }
  // An alert about something else means somebody: the one who also received a mail, if there is nobody else.
  return accounts.map(() => (accounts.length === 1 ? 'other' : 'uncertain'));
}

function hasAny(item: JsonNode, paths: MailPaths['recipients']): boolean {
  return listOf(paths).some((path) => item.select(path).length > 0);
}

function subjectOf(place: JsonNode, paths: MailPaths): Subject {
  const titlesAt = (at: MailPaths['titles']): readonly string[] =>
    listOf(at).flatMap((path) => place.select(path).flatMap(({ asText }) => asText ?? []));
  const ofAlerts = titlesAt(paths.alertTitles);
  const titles = ofAlerts.length > 0 ? ofAlerts : [titlesAt(paths.titles).join('; ')];
  const subjects = new Set(titles.map(mailSubject));
  const products = new Set(titlesAt(paths.products).map(productKind));
  if (subjects.has('acting')) return 'acting';
  const isMail = [...subjects].every((subject) => subject === 'reported' || subject === 'delivered');
  if (isMail) {
    const mail = subjects.has('delivered') ? 'delivered' : 'reported';
    // A product that looks at identities or devices means the account, unless all is about the report of a mail.
    return products.has('other') && (mail === 'delivered' || products.has('mail')) ? 'mixed' : mail;
  }
  const isMixed = ['reported', 'delivered', 'other'] as const;
  if (products.has('other') || isMixed.some((subject) => subjects.has(subject))) return 'mixed';
  return products.has('mail') && hasMessage(place, paths) ? 'delivered' : 'unknown';
}

/** Whether a mail, or a cluster of similar ones, is among the evidence. */
function hasMessage(place: JsonNode, paths: MailPaths): boolean {
  const items = listOf(paths.evidence).flatMap((path) => place.select(path));
  return items.some((item) => listOf(paths.messages).some((path) => item.has(path)));
}

function mailsIn(evidence: readonly JsonNode[], paths: MailPaths): Mails {
  const senders = new Set<string>();
  const recipients = new Set<string>();
  const mailboxes: string[][] = [];
  for (const item of evidence) {
    const to = keysAt(item, listOf(paths.recipients));
    for (const key of to) recipients.add(key);
    for (const from of sendersOf(item, paths)) if (!to.includes(from)) senders.add(from);
    const [address] = listOf(paths.mailboxes);
    if (address !== undefined && item.has(address)) mailboxes.push(keysAt(item, listOf(paths.mailboxes)));
  }
  for (const known of [senders, recipients]) addOtherNames(known, mailboxes);
  return { senders, recipients };
}

/**
 * The senders of a mail, unless it came from outside. The sender's address is easily forged: all that a mail names count
 * only where it is known to have come from within.
 */
function sendersOf(item: JsonNode, paths: MailPaths): readonly string[] {
  const direction = item.text(...listOf(paths.directions))?.toLowerCase();
  if (direction === 'inbound') return [];
  const senders = listOf(paths.senders).flatMap((path) => item.text(path) ?? []);
  const isFromWithin = direction === 'outbound' || direction === 'intraorg';
  return (isFromWithin ? senders : senders.slice(0, 1)).map((sender) => plainName(sender).toLowerCase());
}

/** A mailbox has an address, and the names of its owner. */
function addOtherNames(known: Set<string>, mailboxes: readonly (readonly string[])[]): void {
  for (const keys of mailboxes.filter((names) => names.some((name) => known.has(name)))) {
    for (const key of keys) known.add(key);
  }
}

/** Accounts that other evidence names, such as a process or a session, and what refers to them. */
function actorsAt(place: JsonNode, paths: readonly string[]): ReadonlySet<string> {
  const names = paths.map((path) =>
    keysAt(place, [path]).map((key) => (path.endsWith('$ref') ? `$ref ${key}` : key)),
  );
  return new Set(names.flat());
}

function keysAt(node: JsonNode, paths: readonly string[]): string[] {
  const keys: string[] = [];
  for (const path of paths) {
    for (const { asText, scope } of node.select(path)) {
      const names = asText === undefined ? [] : namesIn(asText, MAX_LISTED + 1);
      if (names.length > 1 && !scope.admitItems(names.length)) return keys;
      for (const name of names) keys.push(name.toLowerCase());
    }
  }
  return keys;
}
