/**
 * What the title of an alert says about mail: a message was `reported` by a user or `delivered` to one, a mailbox is
 * `acting`, or the alert is about something `other`, such as a sign-in. `unknown` when the title says none of these.
 */
export type MailSubject = 'reported' | 'delivered' | 'acting' | 'other' | 'unknown';

// The names of the default alert policies of Defender for Office 365 and Purview ("Alert policies in the Microsoft
// Defender portal"), and the words that rules of other products use for the same. Matched in lower case.
const MESSAGE = /e-?mails?\b|\bmails?\b|messages?\b|attachment/;
const HOSTILE = /phish|malware|malicious|spam|spoof|impersonat|junk|campaign/;
const REPORTED = /\breport(?:ed|s)?\b|\bsubmission\b|\bsubmitted\b/;
const SUBMISSION = /(?:user|admin) ?submission/;
const ACTING =
  /forward|redirect|(?:inbox|mailbox) (?:manipulation )?rule|inbox manipulation|manipulation rule|\bsending\b|\bsent (?:by|from)\b|outbound|restricted|compromised ?(?:user|account|mailbox|identity)|(?:user|account|mailbox) ?compromise|(?:internal|lateral) phish/;
const MAIL_FLOW = /(?:transport|mail ?flow) rule/;
const DELIVERED = /after delivery|\bzap(?:ped)?\b|zero-hour|url ?click|user clicked|click was detected/;
const ARRIVED = /\bdelivered\b|\breceived\b|quarantine|\bremoved\b/;
const SIGN_IN =
  /sign(?:ed)?[- ]?in|log(?:ged)?[- ]?[io]n|\btoken|password|session|\bmfa\b|multi-?factor|travel|spray|brute/;

/** What the title of an alert says about mail. A report comes first: it may quote what it reports. */
export function mailSubject(title: string): MailSubject {
  const text = title.toLowerCase();
  const isAboutMessage = MESSAGE.test(text) || HOSTILE.test(text);
  if (SUBMISSION.test(text) || (isAboutMessage && REPORTED.test(text))) return 'reported';
  if (ACTING.test(text)) return 'acting';
  if (DELIVERED.test(text) || (isAboutMessage && ARRIVED.test(text))) return 'delivered';
  if (MAIL_FLOW.test(text)) return 'acting';
  if (SIGN_IN.test(text)) return 'other';
  return MESSAGE.test(text) && HOSTILE.test(text) ? 'delivered' : 'unknown';
}

const OTHER_PRODUCTS =
  /identity|entra|activedirectory|azuread|aad|^ipc$|cloudapp|mcas|endpoint|defenderatp|mdatp|wdatp|azureadvanced/;
const MAIL_PRODUCTS = /office|oatp|exchange/;

/** What a product looks at: `mail`, `other` things (identities, devices), or whatever it is given. */
export function productKind(name: string): 'mail' | 'other' | 'unknown' {
  const letters = name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  if (OTHER_PRODUCTS.test(letters)) return 'other';
  return MAIL_PRODUCTS.test(letters) ? 'mail' : 'unknown';
}
