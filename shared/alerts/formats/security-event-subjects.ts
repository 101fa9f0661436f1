import type { AccountNames } from '../account';
import type { JsonNode } from '../json-node';
import { isObject } from '../../messages/json-object';

/** Events that say that a session or an account can no longer be trusted (CAEP 1.0, RISC 1.0). */
const ACTED_ON = [
  'caep/event-type/session-revoked',
  'caep/event-type/credential-change',
  'risc/event-type/credential-compromise',
  'risc/event-type/sessions-revoked',
  'risc/event-type/account-disabled',
  'risc/event-type/account-credential-change-required',
];
const SCHEMAS = 'https://schemas.openid.net/secevent/';

/** The issuers of Entra ID; only their subjects are object ids. */
const ENTRA = /^https:\/\/(?:login\.microsoftonline\.com|sts\.windows\.net)\//i;

/**
 * The accounts that the claims of a security event token (RFC 8417) name. This is code because the types of events are
 * URLs, because a subject has one of several forms, and because its form decides what its text means.
 */
export function securityEventSubjects(token: JsonNode): readonly AccountNames[] {
  const acted = eventsOf(token).filter((event) =>
    ACTED_ON.some((type) => event.path.endsWith(SCHEMAS + type)),
  );
  if (acted.length === 0) return [];
  const nested = acted.flatMap((event) => event.child('subject') ?? []);
  return [...token.select('sub_id'), ...nested].map(accountOf);
}

/** The types of events are URLs: their dots do not separate the names of a path. */
function eventsOf(token: JsonNode): readonly JsonNode[] {
  const events = token.child('events');
  if (!events || !isObject(events.content)) return [];
  return Object.keys(events.content).flatMap((type) => events.child(type) ?? []);
}

/**
 * Subjects of RFC 9493, and complex subjects of the Shared Signals Framework 1.0, section 3.2. Older drafts call the
 * format `subject_type` and write it with a hyphen.
 */
function accountOf(subject: JsonNode): AccountNames {
  const format = subject.text('format', 'subject_type')?.replaceAll('-', '_');
  if (format === 'complex') {
    const user = subject.child('user');
    return user ? { ...accountOf(user), isOneSession: subject.child('session') !== undefined } : {};
  }
  if (format === 'aliases') return together(subject.select('identifiers[]').map(accountOf));
  if (format === 'email') return { userPrincipalNames: subject.select('email') };
  if (format !== 'iss_sub') return {};
  return ENTRA.test(subject.text('iss') ?? '')
    ? { ids: subject.select('sub') }
    : { userPrincipalNames: subject.select('sub') };
}

/** Several identifiers of one subject. */
function together(accounts: readonly AccountNames[]): AccountNames {
  return {
    ids: accounts.flatMap(({ ids = [] }) => ids),
    userPrincipalNames: accounts.flatMap(({ userPrincipalNames = [] }) => userPrincipalNames),
  };
}
