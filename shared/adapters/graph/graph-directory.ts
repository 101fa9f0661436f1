import * as z from 'zod';
import { compact } from '../../core/compact';
import { detail } from '../../core/detail';
import type { DirectoryUser } from '../../core/directory-user';
import type { UserFact } from '../../core/facts';
import type { UserReference } from '../../core/user-reference';
import type { Directory, SessionsValidFrom } from '../../ports/directory';
import type { GraphAnswer } from './graph-answer';
import type { GraphClient } from './graph-client';
import { graphMemberships } from './graph-memberships';
import { inDomain } from './on-premises-domain';
import { filterLiteral, userPath } from './user-path';

const PERMISSION = 'User.Read.All';
const SELECT =
  '$select=id,userPrincipalName,userType,externalUserState,identities,signInSessionsValidFromDateTime,onPremisesDomainName';

const text = z.string().nullish();
const graphUser = z.object({
  '@odata.type': text,
  id: z.string().min(1),
  userPrincipalName: text,
  userType: text,
  externalUserState: text,
  identities: z.array(z.object({ signInType: text })).nullish(),
  signInSessionsValidFromDateTime: text,
  onPremisesDomainName: text,
});
type GraphUser = z.infer<typeof graphUser>;
const graphUsers = z.object({ value: z.array(graphUser) });
const graphObject = z.object({ '@odata.type': z.string() });
/** The type of the objects of /servicePrincipals: Graph omits the type that follows from the collection. */
const SERVICE_PRINCIPAL = '#microsoft.graph.servicePrincipal';

/** Kinds of directory object that have user sessions; an agent user is a user, an agent identity is not. */
const USER_TYPES = new Set(['user', 'agentUser']);

/** Looks users up in Microsoft Graph (application permission `User.Read.All`). */
export function graphDirectory(graph: GraphClient): Directory {
  return {
    find: (reference) => find(graph, reference),
    memberships: (userId, asked) => graphMemberships(graph, userId, asked),
    sessionsValidFrom: (userId) => sessionsValidFrom(graph, userId),
  };
}

async function find(graph: GraphClient, reference: UserReference): Promise<UserFact> {
  switch (reference.kind) {
    case 'id': {
      const fact = await getUser(graph, reference.id);
      return fact.kind === 'notFound' ? otherObject(graph, reference.id) : fact;
    }
    case 'userPrincipalName':
      return getUser(graph, reference.userPrincipalName);
    case 'sid':
      return findBySid(graph, reference.sid);
    case 'samAccountName':
      return findBySamAccountName(graph, reference.samAccountName, reference.domain);
  }
}

async function getUser(graph: GraphClient, idOrUserPrincipalName: string): Promise<UserFact> {
  const answer = await read(graph, `${userPath(idOrUserPrincipalName)}?${SELECT}`);
  if (answer.kind !== 'ok') return withoutBody(answer);
  const parsed = graphUser.safeParse(answer.body);
  return parsed.success ? factOf(parsed.data) : unexpected();
}

/**
 * Finds a directory object that is not in /users: a service principal, an agent identity or a group. Reading these needs
 * `Application.Read.All` or `Directory.Read.All`: without either, such an object counts as not found.
 */
async function otherObject(graph: GraphClient, id: string): Promise<UserFact> {
  for (const collection of ['servicePrincipals', 'directoryObjects']) {
    const answer = await read(graph, `/${collection}/${encodeURIComponent(id)}?$select=id`);
    if (answer.kind !== 'ok') continue;
    const objectType = objectTypeOf(
      graphObject.safeParse(answer.body).data?.['@odata.type'] ?? SERVICE_PRINCIPAL,
    );
    return USER_TYPES.has(objectType) ? { kind: 'notFound' } : { kind: 'notAUser', objectType };
  }
  return { kind: 'notFound' };
}

/** S-1-12-1-… is the SID of a cloud account; all others come from an on-premises domain. */
async function findBySid(graph: GraphClient, sid: string): Promise<UserFact> {
  const property = sid.startsWith('S-1-12-1-') ? 'securityIdentifier' : 'onPremisesSecurityIdentifier';
  const answer = await read(graph, `/users?$filter=${property}%20eq%20${filterLiteral(sid)}&${SELECT}`);
  if (answer.kind !== 'ok') return withoutBody(answer);
  const parsed = graphUsers.safeParse(answer.body);
  return parsed.success ? theOnly(parsed.data.value, sid) : unexpected();
}

async function findBySamAccountName(graph: GraphClient, name: string, domain: string): Promise<UserFact> {
  const filter = `onPremisesSamAccountName%20eq%20${filterLiteral(name)}`;
  // This property is only filterable as an advanced query ("Advanced query capabilities on Microsoft Entra ID objects").
  const answer = await read(graph, `/users?$filter=${filter}&$count=true&${SELECT}`, {
    ConsistencyLevel: 'eventual',
  });
  if (answer.kind !== 'ok') return withoutBody(answer);
  const parsed = graphUsers.safeParse(answer.body);
  if (!parsed.success) return unexpected();
  const named = parsed.data.value;
  const matching = named.filter((user) => inDomain(user.onPremisesDomainName ?? undefined, domain));
  if (named.length > 0 && matching.length === 0) {
    return {
      kind: 'ambiguous',
      detail: detail('domainUnknown', { count: named.length, domain }),
    };
  }
  return theOnly(matching, `${domain}\\${name}`);
}

async function sessionsValidFrom(graph: GraphClient, userId: string): Promise<SessionsValidFrom> {
  const answer = await read(graph, `${userPath(userId)}?$select=id,signInSessionsValidFromDateTime`);
  if (answer.kind === 'failed') return { kind: 'failed', failure: answer.failure };
  const parsed = graphUser.safeParse(answer.kind === 'ok' ? answer.body : undefined);
  if (!parsed.success) {
    return { kind: 'failed', failure: { kind: 'notDone', detail: detail('userNoLongerShown') } };
  }
  const time = parsed.data.signInSessionsValidFromDateTime;
  return compact({ kind: 'read' as const, sessionsValidFrom: present(time) });
}

function read(graph: GraphClient, path: string, headers: Record<string, string> = {}): Promise<GraphAnswer> {
  return graph({ method: 'GET', path, permission: PERMISSION, headers });
}

function withoutBody(answer: Exclude<GraphAnswer, { kind: 'ok' }>): UserFact {
  return answer.kind === 'notFound'
    ? { kind: 'notFound' }
    : { kind: 'lookupFailed', failure: answer.failure };
}

function unexpected(): UserFact {
  return { kind: 'lookupFailed', failure: { kind: 'notDone', detail: detail('graphNotAUser') } };
}

function theOnly(users: readonly GraphUser[], reference: string): UserFact {
  const [user, ...others] = users;
  if (!user) return { kind: 'notFound' };
  return others.length === 0
    ? factOf(user)
    : { kind: 'ambiguous', detail: detail('severalUsers', { count: users.length, reference }) };
}

function factOf(user: GraphUser): UserFact {
  const objectType = objectTypeOf(user['@odata.type'] ?? '#microsoft.graph.user');
  return USER_TYPES.has(objectType)
    ? { kind: 'found', user: directoryUser(user) }
    : { kind: 'notAUser', objectType };
}

function objectTypeOf(odataType: string): string {
  return odataType.replace(/^#?microsoft\.graph\./, '');
}

function directoryUser(user: GraphUser): DirectoryUser {
  const { id, userPrincipalName, userType, externalUserState, identities } = user;
  return compact({
    id,
    userPrincipalName: present(userPrincipalName),
    userType: present(userType),
    externalUserState: present(externalUserState),
    signInTypes: (identities ?? []).flatMap(({ signInType }) => signInType ?? []),
    sessionsValidFrom: present(user.signInSessionsValidFromDateTime),
  });
}

/** For an absent value Graph writes null or an empty text, or omits the property. */
function present(value: string | null | undefined): string | undefined {
  return value === null || value === '' ? undefined : value;
}
