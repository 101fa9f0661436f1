import { readMessage } from '../../shared/alerts/read-message';
import type { Reading } from '../../shared/alerts/reading';
import { referenceText } from '../../shared/core/user-reference';

/** Titles of alerts about a mail that was reported. */
export const reported = [
  'Email reported by user as malware or phish',
  'Email reported by user as junk',
  'Teams message reported by user as security risk',
  'User reported phishing',
];
/** Titles of alerts about a mail that came. */
export const delivered = [
  'Email messages containing malicious URL removed after delivery',
  'Email messages removed after delivery involving one user',
  'Messages containing malicious entity not removed after delivery',
  'Phish delivered due to an ETR override',
  'Phish delivered by a transport rule',
  'Malware not zapped because ZAP is disabled',
  'A potentially malicious URL click was detected',
  'A user clicked through to a potentially malicious URL',
  'User requested to release a quarantined message',
  'Phishing email received',
  'Phishing email sent from external domain delivered',
  'Phishing email sent from compromised account of a partner delivered',
  'Message with restricted attachment delivered',
  'Email with malicious URL redirecting to login page removed after delivery',
  'Phishing email forwarded by user to abuse mailbox',
];
/** Titles of alerts about a mailbox that acts. */
export const acting = [
  'Creation of forwarding/redirect rule',
  'Suspicious email forwarding activity',
  'Suspicious inbox manipulation rule',
  'Suspicious email sending patterns detected',
  'Email sending limit exceeded',
  'User restricted from sending email',
  'Suspicious inbox forwarding rule removed',
  'Suspicious emails sent by BEC-related user',
  'Internal phishing campaign',
];
/** Titles of alerts about something else. */
export const others = [
  'Anonymous IP address',
  'Suspicious sign-in after a phishing email',
  'Fraud reported by user',
  'Malicious sign-in reported by the identity provider',
  'User and IP address reported malicious',
  'Malicious OAuth app consent reported by user',
  'Password spray with malicious IP; user reported',
  'Sign-in from a phishing site reported by user',
];

/** Reads an alert. */
export function read(alert: unknown): Reading {
  return readMessage(Buffer.from(JSON.stringify(alert)), { fallbackId: 'm' })[0];
}
/** The users whom a reading signs out. */
export const usersOf = (reading: Reading): string[] =>
  reading.kind === 'request' ? reading.request.users.map(referenceText).sort() : [];
