/** The DNS names of the domains whose NetBIOS name policy states, by the NetBIOS name; all in lower case. */
export type NetbiosDomains = Readonly<Record<string, string>>;

/** NetBIOS cuts a name to so many characters. */
const MAX_NETBIOS = 15;

/**
 * Whether an account of the DNS domain `actual` belongs to the domain `named`, a DNS name or a NetBIOS name. The directory
 * does not return NetBIOS names: such a name is the first label of the DNS name, unless policy states another. An account
 * without a recorded domain belongs to none.
 */
export function inDomain(
  actual: string | undefined,
  named: string,
  netbiosDomains: NetbiosDomains = {},
): boolean {
  if (actual === undefined) return false;
  const [dnsName, wanted] = [actual.toLowerCase(), named.toLowerCase()];
  if (wanted.includes('.')) return dnsName === wanted;
  return netbiosNames(dnsName, netbiosDomains).includes(wanted);
}

/** The NetBIOS names of a domain: one, unless policy states several. */
export function netbiosNames(domain: string, netbiosDomains: NetbiosDomains): readonly string[] {
  const dnsName = domain.toLowerCase();
  const stated = Object.keys(netbiosDomains).filter((name) => netbiosDomains[name] === dnsName);
  if (stated.length > 0) return stated;
  const label = dnsName.split('.')[0]?.slice(0, MAX_NETBIOS) ?? '';
  return Object.hasOwn(netbiosDomains, label) ? [] : [label];
}
