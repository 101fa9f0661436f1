import type { JsonNode } from './json-node';

/** Domains that only machines of one network have: the first label of such a name is the machine's. */
const PRIVATE = /\.(?:local|lan|home|internal|localdomain|workgroup)$/;

/** The machines that an alert names, by which accounts that are local to one of them are recognized. */
export interface HostNames {
  /** Whether a domain is the name of one of the machines, bare or with its own domain. */
  has(domain: string): boolean;
}

/** The names at the given paths of an alert, which are looked for when the first domain is. */
export function hostNames(alert: JsonNode, paths: readonly string[]): HostNames {
  let known: ReadonlySet<string> | undefined;
  return {
    has: (domain) => {
      known ??= namesAt(alert, paths);
      return known.size > 0 && spellings(domain).some((name) => known?.has(name));
    },
  };
}

function namesAt(alert: JsonNode, paths: readonly string[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const path of paths) {
    for (const { asText } of alert.select(path)) {
      for (const name of asText === undefined ? [] : spellings(asText)) names.add(name);
    }
  }
  return names;
}

/** A name with two labels may also be that of a domain, so that its first label is not taken for a machine's. */
function spellings(name: string): readonly string[] {
  const whole = name.toLowerCase().replace(/\.$/, '');
  const dot = whole.indexOf('.');
  const label = dot === -1 ? whole : whole.slice(0, dot);
  const isBoth = dot !== -1 && !whole.includes('.', dot + 1) && !PRIVATE.test(whole);
  // NetBIOS cuts names of machines to 15 characters.
  return isBoth || label === '' ? [whole] : [whole, label.slice(0, 15)];
}
