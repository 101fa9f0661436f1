/** The scopes of a consent, each once, in their order. */
function scopesOf(scope: string): readonly string[] {
  return [...new Set(scope.split(/\s+/).filter((one) => one !== ''))];
}

/** Whether two consents are for the same scopes, in whatever order and with whatever spaces. */
export function isSameScope(one: string, other: string): boolean {
  return scopesOf(one).toSorted().join(' ') === scopesOf(other).toSorted().join(' ');
}

/**
 * What is left of a consent without the scopes that were added to it; undefined where nothing is. A scope that was taken
 * away since does not come back.
 */
export function narrowed(scope: string, earlier: string): string | undefined {
  const before = new Set(scopesOf(earlier));
  const left = scopesOf(scope).filter((one) => before.has(one));
  return left.length > 0 ? left.join(' ') : undefined;
}
