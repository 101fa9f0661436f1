/** The sentence part for the reason of an alert that asks for nobody; a condition that was met is its own text. */
export function reasonText(reason: string): string {
  return reason === 'namesNobody' ? 'the alert names nobody who could be signed out' : reason;
}
