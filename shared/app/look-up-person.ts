import type { NamedPerson } from '../core/approver';
import { personOf } from '../core/approver';
import { userNamedBy } from '../messages/typed-user';
import type { Dependencies } from './dependencies';

/** A person of this tenant, or else of the home tenant: who operates the app may have no account here. */
export async function lookUpPerson(
  {
    directory,
    home,
    policy,
  }: Pick<Dependencies, 'directory' | 'home'> & { readonly policy: { readonly tenantId: string } },
  name: string,
): Promise<NamedPerson> {
  const reference = userNamedBy(name);
  const fact = reference && (await directory.find(reference));
  return home && reference && fact?.kind === 'notFound'
    ? personOf(await home.directory.find(reference), home.tenantId)
    : personOf(fact, policy.tenantId);
}

/** The account that a person of another tenant has in the home tenant beside the one here; empty in the home tenant. */
export async function lookUpAtHome(
  { home }: Pick<Dependencies, 'home'>,
  name: string,
): Promise<readonly NamedPerson[]> {
  const reference = userNamedBy(name);
  return home && reference ? [personOf(await home.directory.find(reference), home.tenantId)] : [];
}
