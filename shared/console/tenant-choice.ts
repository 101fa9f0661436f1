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

/** The home tenant, once it is known; else empty, which the API takes for it. */
export function homeTenantOf({ status }: State): string {
  const tenants = status.kind === 'loaded' ? (status.value.tenants ?? []) : [];
  return tenants.find(({ state }) => state === 'home')?.id ?? '';
}

/** A field that chooses a tenant, or all where that has a name; undefined where there is no choice. */
export function tenantChoice(
  id: string,
  chosen: string,
  names: ReadonlyMap<string, string>,
  { tenant, all }: { readonly tenant: string; readonly all?: string },
): ElementView | undefined {
  const isKnown = chosen === '' || names.has(chosen);
  if (names.size < 2 && isKnown) return undefined;
  const first = all === undefined ? [] : [['', all] as const];
  const options = [...first, ...names, ...(isKnown ? [] : [[chosen, chosen] as const])];
  return choice({ id, name: 'tenant', label: tenant }, chosen, options);
}
