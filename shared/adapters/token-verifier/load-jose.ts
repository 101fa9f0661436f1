export type Jose = Awaited<ReturnType<typeof loadJose>>;

/** Loads jose when it is needed: most apps never receive a token. */
export function loadJose() {
  return import('jose');
}
