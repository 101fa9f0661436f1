import type { NamedPerson } from '../core/approver';
import type { ProtectedEntry } from '../core/protected-entry';
import type { Dependencies } from './dependencies';
import type { Found } from './look-up-entry';
import { lookUpEntry } from './look-up-entry';
import { lookUpPerson } from './look-up-person';

/** Looks up what the policy of a tenant names. Reads only. */
export interface NamesInPolicy {
  readonly lookUpPerson: (name: string) => Promise<NamedPerson>;
  readonly lookUpEntry: (entry: ProtectedEntry, earlierIds: readonly string[]) => Promise<Found | undefined>;
}

/** @param tenant what is read in the tenant, and the home tenant where it is another one */
export function namesInPolicy(tenant: Pick<Dependencies, 'directory' | 'home' | 'policy'>): NamesInPolicy {
  return {
    lookUpPerson: (name) => lookUpPerson(tenant, name),
    lookUpEntry: (entry, earlierIds) => lookUpEntry(tenant.directory, entry, earlierIds),
  };
}

/** The same in every connected tenant; a person is looked up in the home tenant as well. */
export function namesInTenants(
  home: NonNullable<Dependencies['home']>,
): (tenant: Pick<Dependencies, 'directory' | 'policy'>) => NamesInPolicy {
  return (tenant) => namesInPolicy({ ...tenant, home });
}
