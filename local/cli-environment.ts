type Environment = Readonly<Record<string, string | undefined>>;

/** Settings that change how messages are read and judged, and not what the command line connects to. */
const CHOSEN = ['REVOCATION_POLICY', 'ALERT_FORMATS', 'TENANTS'];

/**
 * The environment of the command line in a clone: services are those of the local stack; policy, formats and tenants are those
 * that the user has set, or else those of the stack.
 */
export function cliEnvironment(own: Environment, stack: Environment): Record<string, string | undefined> {
  const chosen = CHOSEN.filter((name) => own[name] !== undefined).map((name) => [name, own[name]] as const);
  return { ...own, ...stack, ...Object.fromEntries(chosen) };
}
