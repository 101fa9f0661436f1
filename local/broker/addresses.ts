/** The address of a terminus. It may begin with the namespace, or with a slash. */
export function addressOf(terminus: { readonly address?: unknown } | undefined | null): string {
  const address = terminus?.address;
  return (typeof address === 'string' ? address : '').replace(/^amqps?:\/\/[^/]*/, '').replace(/^\/+/, '');
}

/** Whether requests are sent to an address: for a token, or for management. */
export function isRequestNode(address: string): boolean {
  return address === CBS || address.toLowerCase().endsWith('/$management');
}

/** The node that accepts tokens ("claims-based security"). */
export const CBS = '$cbs';
