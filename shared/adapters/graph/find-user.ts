import * as z from 'zod';
import { objectIdOfSid } from '../../core/cloud-sid';
import { detail } from '../../core/detail';
import type { UserFact } from '../../core/facts';
import type { UserReference } from '../../core/user-reference';
import type { GraphAnswer } from './graph-answer';
import type { GraphClient } from './graph-client';
import { SELECT, factOf, graphUser, graphUsers, isUserType, objectTypeOf, theOnly } from './graph-user';
import type { NetbiosDomains } from './on-premises-domain';
import { inDomain } from './on-premises-domain';
import { filterLiteral, userPath } from './user-path';

const PERMISSION = 'User.Read.All';
const graphObject = z.object({ '@odata.type': z.string() });
/** The type of the objects of /servicePrincipals: Graph omits the type that follows from the collection. */
const SERVICE_PRINCIPAL = '#microsoft.graph.servicePrincipal';
/** Some properties are only filterable as an advanced query ("Advanced query capabilities on Entra ID objects"). */
const ADVANCED = { ConsistencyLevel: 'eventual' };

/** Where users are looked up, and how the names of their domains are read. */
export interface Lookup {
  readonly graph: GraphClient;
  readonly netbiosDomains: NetbiosDomains;
}

/** Finds the one user that a reference names. */
export async function findUser(lookup: Lookup, reference: UserReference): Promise<UserFact> {
  switch (reference.kind) {
    case 'id':
      return findById(lookup, reference.id);
    case 'userPrincipalName': {
      const fact = await getUser(lookup, reference.userPrincipalName);
      return fact.kind === 'notFound' ? findByAddress(lookup, reference.userPrincipalName) : fact;
    }
    case 'sid': {
      const id = objectIdOfSid(reference.sid);
      return id === undefined ? findBySid(lookup, reference.sid) : findById(lookup, id);
    }
    case 'samAccountName':
      return findBySamAccountName(lookup, reference.samAccountName, reference.domain);
  }
}

async function findById(lookup: Lookup, id: string): Promise<UserFact> {
  const fact = await getUser(lookup, id);
  return fact.kind === 'notFound' ? otherObject(lookup, id) : fact;
}

async function getUser(lookup: Lookup, idOrUserPrincipalName: string): Promise<UserFact> {
  const answer = await read(lookup, `${userPath(idOrUserPrincipalName)}?${SELECT}`);
  if (answer.kind !== 'ok') return withoutBody(answer);
  const parsed = graphUser.safeParse(answer.body);
  return parsed.success ? factOf(parsed.data, lookup.netbiosDomains) : unexpected();
}

/**
 * Finds a directory object that is not in /users: a service principal, an agent identity or a group. Reading these needs
 * `Application.Read.All` or `Directory.Read.All`: without either, such an object counts as not found.
 */
async function otherObject(lookup: Lookup, id: string): Promise<UserFact> {
  for (const collection of ['servicePrincipals', 'directoryObjects']) {
    const answer = await read(lookup, `/${collection}/${encodeURIComponent(id)}?$select=id`);
    if (answer.kind !== 'ok') continue;
    const objectType = objectTypeOf(
      graphObject.safeParse(answer.body).data?.['@odata.type'] ?? SERVICE_PRINCIPAL,
    );
    return isUserType(objectType) ? { kind: 'notFound' } : { kind: 'notAUser', objectType };
  }
  return { kind: 'notFound' };
}

/** A mail address that is not a user principal name. An address belongs to one user, unless the directory is at fault. */
async function findByAddress(lookup: Lookup, address: string): Promise<UserFact> {
  const filter = `proxyAddresses/any(p:p%20eq%20${filterLiteral(`smtp:${address}`)})`;
  const answer = await search(lookup, filter, ADVANCED);
  // A name that no address can have is malformed here, and is nobody's.
  if (answer.kind === 'failed' && answer.failure.kind === 'badRequest') return { kind: 'notFound' };
  return onlyOf(lookup, answer, address);
}

/** Cloud accounts are found by the object id that their SID holds; all others come from an on-premises domain. */
async function findBySid(lookup: Lookup, sid: string): Promise<UserFact> {
  const answer = await search(lookup, `onPremisesSecurityIdentifier%20eq%20${filterLiteral(sid)}`);
  return onlyOf(lookup, answer, sid);
}

async function findBySamAccountName(lookup: Lookup, name: string, domain: string): Promise<UserFact> {
  const filter = `onPremisesSamAccountName%20eq%20${filterLiteral(name)}`;
  const answer = await search(lookup, filter, ADVANCED);
  if (answer.kind !== 'ok') return withoutBody(answer);
  const parsed = graphUsers.safeParse(answer.body);
  if (!parsed.success) return unexpected();
  const named = parsed.data.value;
  const { netbiosDomains } = lookup;
  const matching = named.filter((user) =>
    inDomain(user.onPremisesDomainName ?? undefined, domain, netbiosDomains),
  );
  if (matching.length > 0) return theOnly(matching, `${domain}\\${name}`, netbiosDomains);
  // A DNS domain may also be the one behind the @.
  const fact = domain.includes('.') ? await getUser(lookup, `${name}@${domain}`) : undefined;
  if (fact && fact.kind !== 'notFound') return fact;
  return named.length === 0
    ? { kind: 'notFound' }
    : { kind: 'ambiguous', detail: detail('domainUnknown', { count: named.length, domain }) };
}

function onlyOf({ netbiosDomains }: Lookup, answer: GraphAnswer, reference: string): UserFact {
  if (answer.kind !== 'ok') return withoutBody(answer);
  const parsed = graphUsers.safeParse(answer.body);
  return parsed.success ? theOnly(parsed.data.value, reference, netbiosDomains) : unexpected();
}

function search(lookup: Lookup, filter: string, headers?: Record<string, string>): Promise<GraphAnswer> {
  const count = headers === undefined ? '' : '&$count=true';
  return read(lookup, `/users?$filter=${filter}${count}&${SELECT}`, headers);
}

function read({ graph }: Lookup, path: string, headers: Record<string, string> = {}): Promise<GraphAnswer> {
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
