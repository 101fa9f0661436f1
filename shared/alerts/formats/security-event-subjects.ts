import type { AccountNames } from '../account';
import { isEntraIssuer, tenantIn } from '../alert-tenant';
import type { JsonNode } from '../json-node';

const SCHEMAS = 'https://schemas.openid.net/secevent/';
const SESSION_REVOKED = `${SCHEMAS}caep/event-type/session-revoked`;

/** Events that say that an account can no longer be trusted (CAEP 1.0, RISC 1.0). */
const ACTED_ON = [
  SESSION_REVOKED,
  `${SCHEMAS}caep/event-type/credential-change`,
  `${SCHEMAS}risc/event-type/credential-compromise`,
  `${SCHEMAS}risc/event-type/sessions-revoked`,
  `${SCHEMAS}risc/event-type/account-disabled`,
  `${SCHEMAS}risc/event-type/account-credential-change-required`,
];
/** Events that say how high a risk is (CAEP 1.0, section 3.8; Okta: Security Events Provider). */
const RISK_CHANGES = [
  `${SCHEMAS}caep/event-type/risk-level-change`,
  'https://schemas.okta.com/secevent/okta/event-type/user-risk-change',
];
const LEVELS = ['none', 'low', 'medium', 'high'];

/**
 * The accounts that the claims of a security event token (RFC 8417) name. This is code because the types of events are
 * URLs, because a subject has one of several forms, and because its form decides what its text means.
 */
export function securityEventSubjects(token: JsonNode): readonly AccountNames[] {
  return eventsOf(token)
    .filter(isActedOn)
    .flatMap((event) => {
      const own = event.select('subject');
      const subjects = own.length > 0 ? own : token.select('sub_id');
      // Only the event that revokes one session is about that session; the others are about the account.
      const isOfSession = event.path.endsWith(SESSION_REVOKED);
      return subjects.map((subject) => {
        const account = accountOf(subject);
        return isOfSession ? account : { ...account, isOneSession: false };
      });
    });
}

/** A risk that falls or stays low is no sign of a compromise. */
function isActedOn(event: JsonNode): boolean {
  const isOf = (type: string): boolean => event.path.endsWith(type);
  if (RISK_CHANGES.some(isOf)) return isRising(event);
  return ACTED_ON.some(isOf);
}

function isRising(event: JsonNode): boolean {
  if ((event.text('principal') ?? 'user').toLowerCase() !== 'user') return false;
  const level = (name: string): number => LEVELS.indexOf(event.text(name)?.toLowerCase() ?? 'none');
  const current = level('current_level');
  return current >= LEVELS.indexOf('medium') && current >= level('previous_level');
}

/** Looked for by their types, whose dots are found in the name of an event as well as in flat names. */
function eventsOf(token: JsonNode): readonly JsonNode[] {
  return [...ACTED_ON, ...RISK_CHANGES].flatMap((type) => token.select(`events.${type}`));
}

/**
 * Subjects of RFC 9493, and complex subjects of the Shared Signals Framework 1.0, section 3.2. Older drafts call the
 * format `subject_type` and write it with a hyphen.
 */
function accountOf(subject: JsonNode): AccountNames {
  const format = subject.text('format', 'subject_type')?.replaceAll('-', '_');
  const [user] = subject.select('user');
  if (format === 'complex' || (format === undefined && user)) {
    return user ? { ...accountOf(user), isOneSession: subject.select('session').length > 0 } : {};
  }
  if (format === 'aliases') return together(subject.select('identifiers[]').map(accountOf));
  if (format === 'email') return { userPrincipalNames: subject.select('email') };
  if (format !== 'iss_sub') return {};
  const issuer = subject.text('iss');
  return isEntraIssuer(issuer)
    ? { ids: subject.select('sub'), tenant: tenantIn(issuer) }
    : { userPrincipalNames: subject.select('sub') };
}

/** Several identifiers of one subject. */
function together(accounts: readonly AccountNames[]): AccountNames {
  return {
    ids: accounts.flatMap(({ ids = [] }) => ids),
    userPrincipalNames: accounts.flatMap(({ userPrincipalNames = [] }) => userPrincipalNames),
  };
}
