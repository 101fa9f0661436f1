/**
 * Whether an account of the DNS domain `actual` may belong to the domain `named`, a DNS name or a NetBIOS name. The
 * directory does not return NetBIOS names. By convention a NetBIOS name is one label of the DNS name, cut to 15
 * characters; a name that matches no label does not match the account. An account without a recorded domain matches
 * every name.
 */
export function inDomain(actual: string | undefined, named: string): boolean {
  if (actual === undefined) return true;
  const wanted = named.toLowerCase();
  const dnsName = actual.toLowerCase();
  if (wanted.includes('.')) return dnsName === wanted;
  return dnsName
    .split('.')
    .slice(0, -1)
    .some((label) => label.slice(0, 15) === wanted);
}
