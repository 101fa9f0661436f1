/** How a request names a user. Only the directory turns a reference into a user. */
export type UserReference =
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'userPrincipalName'; readonly userPrincipalName: string }
  | { readonly kind: 'sid'; readonly sid: string }
  | { readonly kind: 'samAccountName'; readonly samAccountName: string; readonly domain: string };

/** The reference as a person would write it, for outcomes and terminals. */
export function referenceText(reference: UserReference): string {
  switch (reference.kind) {
    case 'id':
      return reference.id;
    case 'userPrincipalName':
      return reference.userPrincipalName;
    case 'sid':
      return reference.sid;
    case 'samAccountName':
      return `${reference.domain}\\${reference.samAccountName}`;
  }
}

/**
 * Equal for two spellings of one reference: Entra compares names without case, and the same accented
 * letter may arrive composed or decomposed.
 */
export function referenceKey(reference: UserReference): string {
  const text = referenceText(reference);
  return `${reference.kind}:${(ASCII.test(text) ? text : text.normalize('NFC')).toLowerCase()}`;
}

/** Text that has but one form in Unicode. */
const ASCII = /^[ -~]*$/;

/** The references without repetitions, in the order in which they were first named. */
export function distinctReferences(references: readonly UserReference[]): UserReference[] {
  const kinds = new Set(references.map(({ kind }) => kind));
  if (kinds.size === references.length) return [...references];
  const byKey = new Map<string, UserReference>();
  for (const reference of references) {
    const key = referenceKey(reference);
    if (!byKey.has(key)) byKey.set(key, reference);
  }
  return [...byKey.values()];
}
