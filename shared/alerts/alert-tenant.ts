import { GUID } from '../core/guid';
import { referenceText } from '../core/user-reference';
import type { Identified } from './account';
import type { JsonNode } from './json-node';
import type { OneOrMore } from './one-or-more';
import { listOf } from './one-or-more';

/** The hosts of the issuers of Entra ID, in any cloud. */
const ISSUER_HOST =
  /(?:login|sts)(?:\.partner)?\.(?:microsoftonline\.(?:com|us|cn)|windows\.net|chinacloudapi\.cn)/.source;
const ISSUER = new RegExp(`^https://${ISSUER_HOST}/`, 'i');
/** The id of a resource of a tenant, or an issuer. */
const WITHIN = new RegExp(`(?:/tenants|${ISSUER_HOST})/([0-9a-f-]{36})(?:/|$)`, 'i');
const NOBODY = /^[0-]+$/;

/** The tenant at the first of the paths that has one; placeholders and names of other things are none. */
export function tenantAt(node: JsonNode, paths: OneOrMore | undefined): string | undefined {
  for (const path of listOf(paths)) {
    for (const found of node.select(path)) {
      const tenant = tenantIn(found.asText);
      if (tenant !== undefined) return tenant;
    }
  }
  return undefined;
}

/** The tenant that a text is, or that a resource id or an issuer contains. */
export function tenantIn(text: string | undefined): string | undefined {
  const id = text === undefined ? undefined : (WITHIN.exec(text)?.[1] ?? text);
  return id !== undefined && GUID.test(id) && !NOBODY.test(id) ? id.toLowerCase() : undefined;
}

/** Whether a text is an issuer of Entra ID, in any cloud: only such a one calls its subjects by object ids. */
export function isEntraIssuer(text: string | undefined): boolean {
  return text !== undefined && ISSUER.test(text);
}

/** The home tenant of all users; it counts where the alert does not name its tenant. */
export function homeOf(accounts: readonly Identified[], own: string | undefined): string | undefined {
  const homes = accounts.flatMap((account) => (account.kind === 'user' ? [account.tenant] : []));
  const [first] = homes;
  const areForeign = own !== undefined && homes.every((home) => home !== undefined && home !== own);
  return areForeign || homes.every((home) => home === first) ? first : undefined;
}

type IdentifiedUser = Extract<Identified, { kind: 'user' }>;

/** Where the alert names no tenant, the accounts of other tenants are skipped, unless there is nobody else. */
export function ofTenant(
  accounts: readonly Identified[],
  tenant: string | undefined,
  own: string | undefined,
): readonly Identified[] {
  const isForeign = (account: Identified): account is IdentifiedUser =>
    account.kind === 'user' && account.tenant !== undefined && account.tenant !== own;
  const users = accounts.filter(({ kind }) => kind === 'user');
  if (tenant !== undefined || own === undefined || users.every(isForeign)) return accounts;
  return accounts.map((account) =>
    isForeign(account)
      ? {
          kind: 'skipped',
          path: account.path,
          name: referenceText(account.reference),
          reason: 'is an account of another tenant',
        }
      : account,
  );
}
