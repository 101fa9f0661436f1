/** A text of OCSF is not empty: one that is, is absent. */
export function presentText(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
