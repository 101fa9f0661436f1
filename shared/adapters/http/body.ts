/** The value of a JSON body; undefined when it is not JSON. */
export function parseJson(text: string | null | undefined): unknown {
  if (!text) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** An error's code is text from the backend: it is published only if it looks like a code. */
export function printable(code: string): string {
  return /^[\w.-]{1,80}$/.test(code) ? code : '(unreadable code)';
}
