/**
 * What the title of an alert says about mail: a message was `reported` by a user or `delivered` to one, a mailbox is
 * `acting`, or the alert is about something `other`, such as a sign-in. `unknown` when the title says none of these.
 */
export type MailSubject = 'reported' | 'delivered' | 'acting' | 'other' | 'unknown';

// The names of the default alert policies of Defender for Office 365 and Purview ("Alert policies in the Microsoft
// Defender portal"), and the words that rules of other products use for the same. Matched in lower case.
const MESSAGE = /e-?mails?\b|\bmails?\b|messages?\b|attachment/;
const MAIL_ATTACK = /phish|spam|spoof|impersonat|junk/;
const HOSTILE = /phish|malware|malicious|spam|spoof|impersonat|junk|campaign/;
const REPORTED = /\breport(?:ed|s)?\b|\bsubmission\b|\bsubmitted\b/;
const SUBMISSION = /(?:user|admin) ?submission/;
/** Only the owner of a mailbox does this, whatever else the title says. */
const MAILBOX_ACTS =
  /forwarding|auto-?forward|redirect(?:ion)? rule|(?:inbox|mailbox) (?:manipulation )?rule|inbox manipulation|manipulation of inbox|manipulation rule|sending (?:pattern|limit|activit)|restricted (?:from|user|sender|entit)/;
/** A sender, who may also be a stranger where the title says that the mail came. */
const SENT =
  /\bsending\b|\bsent (?:by|from) (?:an? |the )?(?:internal |compromised |bec-related )*(?:user|account|mailbox|employee)|outbound|compromised ?(?:user|account|mailbox|identity)|(?:user|account|mailbox) ?compromise|(?:internal|lateral) phish/;
const MAIL_FLOW = /(?:transport|mail ?flow) rule/;
const DELIVERED = /after delivery|\bzap(?:ped)?\b|zero-hour|url ?click|user clicked|click was detected/;
const ARRIVED = /\bdelivered\b|\breceived\b|quarantine|\bremoved\b/;
const SIGN_IN =
  /sign(?:ed)?[- ]?in|log(?:ged)?[- ]?[io]n|\btoken|password|session|\bmfa\b|multi-?factor|travel|spray|brute/;

/** What the title of an alert says about mail. A report comes first: it may quote what it reports. */
export function mailSubject(title: string): MailSubject {
  const text = title.toLowerCase();
  const isSignIn = SIGN_IN.test(text);
  const isMessage = MESSAGE.test(text) || (MAIL_ATTACK.test(text) && !isSignIn);
  if (SUBMISSION.test(text) || (isMessage && REPORTED.test(text))) return 'reported';
  if (MAILBOX_ACTS.test(text)) return 'acting';
  if (DELIVERED.test(text) || (isMessage && ARRIVED.test(text))) return 'delivered';
  if (SENT.test(text) || MAIL_FLOW.test(text)) return 'acting';
  if (isSignIn) return 'other';
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
