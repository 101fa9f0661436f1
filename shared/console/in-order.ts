/** Characters that turn the order of what follows them round, beyond the element that has them. */
const TURNING = /[\u202A-\u202E\u2066-\u2069]/g;

/** A text in the order in which it was written: each character that would turn it round is seen as one. */
export function inOrder(text: string): string {
  return text.replace(TURNING, '\uFFFD');
}
