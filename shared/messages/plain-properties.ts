type Plain = string | number | boolean;

/** The application properties that are plain values, which JSON keeps: a number that is not finite is none. */
export function plainProperties(properties: unknown): Readonly<Record<string, Plain>> {
  if (typeof properties !== 'object' || properties === null) return {};
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, value]) => (isPlain(value) ? [[name, value]] : [])),
  );
}

function isPlain(value: unknown): value is Plain {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}
