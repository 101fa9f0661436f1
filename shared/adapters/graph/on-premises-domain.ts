/**
 * Whether an account of the DNS domain `actual` may be meant by `named`, which is a DNS name or a NetBIOS
 * name. A NetBIOS name is by habit one label of the DNS name, cut to 15 characters, but the directory does
 * not tell it: where no label fits, the account cannot be told to be the one that is meant. An account
 * without a domain on record is told from no other.
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
