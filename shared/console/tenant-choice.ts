import type { State } from './state';
import type { Strings } from './strings';
import type { ElementView } from './view';
import { choice } from './view';

/** The tenants that are known, by id, with what people call them. */
export function tenantNames({ status }: State, strings: Strings): ReadonlyMap<string, string> {
  const tenants = status.kind === 'loaded' ? (status.value.tenants ?? []) : [];
  return new Map(
    tenants.map(({ id, name, state }) => [id, name ?? (state === 'home' ? strings.homeTenant : id)]),
  );
}

/** A field that chooses a tenant; undefined where there is no choice. */
export function tenantChoice(
  id: string,
  chosen: string,
  names: ReadonlyMap<string, string>,
  strings: Strings,
): ElementView | undefined {
  if (names.size < 2 && chosen === '') return undefined;
  const known = names.has(chosen) || chosen === '' ? [] : [[chosen, chosen] as const];
  const options = [['', strings.allTenants] as const, ...names, ...known];
  return choice({ id, name: 'tenant', label: strings.tenant }, chosen, options);
}
