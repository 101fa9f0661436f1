import type { AccountNames } from '../account';
import type { AlertShape } from '../alert-format';
import type { JsonNode } from '../json-node';
import { isObject } from '../json-node';

/** Events that say that a session or an account is not to be trusted any more (CAEP 1.0, RISC 1.0). */
const ACTED_ON = [
  'caep/event-type/session-revoked',
  'caep/event-type/credential-change',
  'risc/event-type/credential-compromise',
  'risc/event-type/sessions-revoked',
  'risc/event-type/account-disabled',
  'risc/event-type/account-credential-change-required',
];
const SCHEMAS = 'https://schemas.openid.net/secevent/';

/** Who issues Entra's tokens: only its subjects are object ids. */
const ENTRA = /^https:\/\/(?:login\.microsoftonline\.com|sts\.windows\.net)\//i;

/** The claims of a security event token (RFC 8417), once its signature has been verified. */
export const securityEvent: AlertShape = {
  name: 'securityEvent',
  recognisedBy: [[{ path: 'iss' }, { path: 'jti' }, { path: 'events' }]],
  alert: { provider: 'Shared Signals', product: ['iss'], id: ['jti'], createdAt: ['iat'] },
  quiet: [],
  accounts: [],
  moreAccounts: (token) => {
    const acted = eventsOf(token).filter((event) =>
      ACTED_ON.some((type) => event.path.endsWith(SCHEMAS + type)),
    );
    if (acted.length === 0) return [];
    const nested = acted.flatMap((event) => event.child('subject') ?? []);
    return [...token.select('sub_id'), ...nested].map(accountOf);
  },
};

/** The types of events are URLs, whose dots are no path. */
function eventsOf(token: JsonNode): readonly JsonNode[] {
  const events = token.child('events');
  if (!events || !isObject(events.content)) return [];
  return Object.keys(events.content).flatMap((type) => events.child(type) ?? []);
}

/**
 * RFC 9493, and the complex subjects of the Shared Signals Framework 1.0, section 3.2; older drafts call the format `subject_type` and write it with a hyphen.
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
