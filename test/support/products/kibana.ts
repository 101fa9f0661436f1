/**
 * Stands in for Kibana: renders the body of a webhook action as Mustache. Two braces insert a text as a part of a JSON string, three insert it
 * as it is, and a list has its JSON at `asJSON`. Flat names are nested before, as Kibana nests them.
 */
export function webhookBody(template: string, variables: Readonly<Record<string, unknown>>): string {
  const nested = nest(variables);
  return template.replace(
    /\{\{\{\s*([\w.@]+)\s*\}\}\}|\{\{\s*([\w.@]+)\s*\}\}/g,
    (_tag, whole: string | undefined, part: string = '') =>
      whole === undefined ? JSON.stringify(textAt(nested, part)).slice(1, -1) : textAt(nested, whole),
  );
}

function textAt(variables: unknown, path: string): string {
  let value = variables;
  for (const name of path.split('.')) {
    if (Array.isArray(value) && name === 'asJSON') return JSON.stringify(value);
    value = (value as Readonly<Record<string, unknown>> | undefined)?.[name];
  }
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function nest(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(nest);
  if (typeof value !== 'object' || value === null) return value;
  const nested: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) put(nested, name.split('.'), nest(item));
  return nested;
}

function put(target: Record<string, unknown>, [name = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) target[name] = value;
  else put((target[name] ??= {}) as Record<string, unknown>, rest, value);
}
