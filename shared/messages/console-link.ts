/** Ids of requests are text of their senders: a longer one is left out. */
const MAX_LINKED_ID = 200;

/** The address of the console for a request, which is named after `#`: a browser sends that to no server. */
export function consoleLink(consoleUrl: string, requestId: string): string {
  if (requestId.length > MAX_LINKED_ID) return consoleUrl;
  return `${consoleUrl}#request=${encodeURIComponent(requestId.toWellFormed())}`;
}
