import type { StoredUser, TenantDirectory } from './directory';
import type { GraphRequest, GraphResponse } from './graph-message';
import { failure } from './graph-message';

/** A filter that Graph supports: what it compares, and whether only an advanced query may. */
interface Filter {
  readonly pattern: RegExp;
  readonly isAdvanced?: boolean;
  readonly matches: (user: StoredUser, value: string) => boolean;
}

const same = (one: string | undefined, other: string): boolean => one?.toLowerCase() === other.toLowerCase();
const LITERAL = "'((?:[^']|'')*)'";
const filterOf = (pattern: string): RegExp => new RegExp(`^${pattern}$`);

const ofUsers: readonly Filter[] = [
  {
    pattern: filterOf(`securityIdentifier eq ${LITERAL}`),
    matches: (user, value) => same(user.securityIdentifier, value),
  },
  {
    pattern: filterOf(`onPremisesSecurityIdentifier eq ${LITERAL}`),
    matches: (user, value) => same(user.onPremisesSecurityIdentifier, value),
  },
  {
    pattern: filterOf(`onPremisesSamAccountName eq ${LITERAL}`),
    isAdvanced: true,
    matches: (user, value) => same(user.onPremisesSamAccountName, value),
  },
  {
    pattern: filterOf(`proxyAddresses/any\\((\\w+):\\1 eq ${LITERAL}\\)`),
    isAdvanced: true,
    matches: (user, value) => user.proxyAddresses?.some((address) => same(address, value)) ?? false,
  },
];

const ofDeletedUsers: readonly Filter[] = [
  { pattern: filterOf(`id eq ${LITERAL}`), matches: (user, value) => same(user.id, value) },
  {
    pattern: filterOf(`endsWith\\(userPrincipalName,${LITERAL}\\) or mail eq ${LITERAL}`),
    isAdvanced: true,
    matches: (user, value) =>
      user.userPrincipalName.toLowerCase().endsWith(value.toLowerCase()) || same(user.mail, value),
  },
];

/** Answers a query of /users. */
export function listUsers(directory: TenantDirectory, request: GraphRequest): GraphResponse {
  return list(directory.users, ofUsers, request);
}

/** Answers a query of the users among /directory/deletedItems. */
export function listDeletedUsers(directory: TenantDirectory, request: GraphRequest): GraphResponse {
  return list(directory.deletedUsers, ofDeletedUsers, request);
}

function list(
  users: readonly StoredUser[],
  filters: readonly Filter[],
  { url, headers }: GraphRequest,
): GraphResponse {
  const text = url.searchParams.get('$filter') ?? '';
  const filter = filters.find(({ pattern }) => pattern.test(text));
  const literal = filter?.pattern.exec(text)?.at(-1);
  if (!filter || literal === undefined) {
    return failure(400, 'Request_UnsupportedQuery', 'Unsupported or invalid query filter clause.');
  }
  const advanced = headers['consistencylevel'] === 'eventual' && url.searchParams.get('$count') === 'true';
  if (filter.isAdvanced && !advanced) {
    return failure(400, 'Request_UnsupportedQuery', 'The property is only filterable as an advanced query.');
  }
  const value = literal.replaceAll("''", "'");
  const found = users.filter((user) => filter.matches(user, value));
  return { status: 200, body: { value: found.map((user) => selected(user, url)) } };
}

/** Returns only the selected properties, as Graph does. */
export function selected(user: StoredUser, url: URL): Record<string, unknown> {
  const names = url.searchParams.get('$select')?.split(',') ?? ['id', 'userPrincipalName'];
  return Object.fromEntries(Object.entries(user).filter(([name]) => names.includes(name)));
}
