import type { JsonNode } from './json-node';

/** Domains that only machines of one network have: the first label of such a name is the machine's. */
const PRIVATE = /\.(?:local|lan|home|internal|localdomain|workgroup)$/;

/** The machines that an alert names, by which accounts that are local to one of them are recognized. */
export interface HostNames {
  /** Whether a domain is the name of one of the machines, bare or with its own domain. */
  has(domain: string): boolean;
}

/** The names at the given paths of an alert. */
export function hostNames(alert: JsonNode, paths: readonly string[]): HostNames {
  const names = new Set<string>();
  for (const path of paths) {
    for (const { asText } of alert.select(path)) {
      for (const name of asText === undefined ? [] : spellings(asText)) names.add(name);
    }
  }
  return { has: (domain) => spellings(domain).some((name) => names.has(name)) };
}

/** A name with two labels may also be that of a domain, so that its first label is not taken for a machine's. */
function spellings(name: string): readonly string[] {
  const whole = name.toLowerCase().replace(/\.$/, '');
  const [label = '', ...domain] = whole.split('.');
  const isBoth = domain.length === 1 && !PRIVATE.test(whole);
  // NetBIOS cuts names of machines to 15 characters.
  return isBoth || label === '' ? [whole] : [whole, label.slice(0, 15)];
}
