import { search } from 'jmespath';
import * as z from 'zod';
import type { AccountNames } from './account';
import { identify } from './account';
import { MAX_ACCOUNTS, alertReading, nothingToDo } from './alert-format';
import { alertOf } from './alert-facts';
import { fieldPath } from '../messages/field-path';
import type { Format, MessageContext } from './format';
import { alertFormats } from './formats/registry';
import { JsonNode } from './json-node';
import type { Reading } from './reading';

/** JMESPath (jmespath.org); what it finds in no message is null. */
const expression = z
  .string({ error: 'must be a JMESPath expression' })
  .min(1, { error: 'must not be empty' })
  .refine(isExpression, { error: 'is not a JMESPath expression' });

const reserved = new Set(['native', 'decision', ...alertFormats.map(({ name }) => name)]);

const operatorFormat = z.strictObject({
  name: z
    .string({ error: 'must be text' })
    .regex(/^[a-z][A-Za-z0-9-]{0,63}$/, 'must be letters, digits and hyphens, beginning with a small letter')
    .refine((name) => !reserved.has(name), { error: 'is the name of a format that is there already' }),
  /** True, or anything but null, false and emptiness, for messages of this format and no other. */
  recognise: expression,
  /** Messages that ask for nobody: closed alerts and the like. */
  ignore: expression.optional(),
  /** One account, or a list of them; the expressions in `names` begin there. */
  accounts: expression.default('@'),
  names: z
    .strictObject({
      id: expression.optional(),
      userPrincipalName: expression.optional(),
      sid: expression.optional(),
      name: expression.optional(),
      domain: expression.optional(),
    })
    .refine((names) => Object.keys(names).length > 0, { error: 'must have at least one expression' }),
  alert: z.strictObject({
    provider: z.string({ error: 'must be text' }).min(1).max(128),
    id: expression.optional(),
    title: expression.optional(),
    severity: expression.optional(),
    url: expression.optional(),
    createdAt: expression.optional(),
  }),
});

const operatorFormatList = z
  .array(operatorFormat, { error: 'must be a list of formats' })
  .max(100)
  .refine((list) => new Set(list.map(({ name }) => name)).size === list.length, {
    error: 'has a name that stands twice',
  });

type OperatorFormat = z.infer<typeof operatorFormat>;

/** Reads the formats that an operator has added. Problems name their fields by path. */
export function operatorFormats(
  definitions: unknown,
):
  | { readonly kind: 'valid'; readonly formats: readonly Format[] }
  | { readonly kind: 'invalid'; readonly problems: readonly string[] } {
  const parsed = operatorFormatList.safeParse(definitions);
  if (parsed.success) return { kind: 'valid', formats: parsed.data.map(formatOf) };
  const problems = parsed.error.issues.map(({ path, message }) => `${fieldPath(path)}: ${message}`);
  return { kind: 'invalid', problems };
}

function formatOf(definition: OperatorFormat): Format {
  const { name, recognise } = definition;
  return {
    name,
    recognises: ({ content }) => isTrue(evaluate(content, recognise)),
    read: (message, context) => read(definition, message, context),
  };
}

function read(
  { name: format, ignore, accounts, names, alert: { provider, ...facts } }: OperatorFormat,
  message: JsonNode,
  { fallbackId }: MessageContext,
): Reading {
  const { content, path } = message;
  const found = Object.entries(facts).map(([fact, at]) => [
    fact,
    at === undefined ? null : evaluate(content, at),
  ]);
  const paths = {
    id: ['id'],
    title: ['title'],
    severity: ['severity'],
    url: ['url'],
    createdAt: ['createdAt'],
  };
  const alert = alertOf(new JsonNode(Object.fromEntries(found)), { provider, ...paths });
  if (ignore !== undefined && isTrue(evaluate(content, ignore))) {
    return nothingToDo(format, alert, fallbackId, {
      reason: `it is to be ignored: ${ignore}`,
      skipped: [],
    });
  }
  const value = evaluate(content, accounts);
  const items = Array.isArray(value) ? value : [value];
  if (items.length > MAX_ACCOUNTS) return alertReading(undefined, { format, alert, fallbackId, path });
  const identified = items.flatMap((item: unknown) => identify(namesOf(item, names, accounts)) ?? []);
  return alertReading(identified, { format, alert, fallbackId, path });
}

function namesOf(
  account: unknown,
  { id, userPrincipalName, sid, name, domain }: OperatorFormat['names'],
  from: string,
): AccountNames {
  const at = (expr: string | undefined): JsonNode[] => {
    if (expr === undefined) return [];
    const value = evaluate(account, expr);
    const path = from === '@' ? expr : `${from} | ${expr}`;
    return (Array.isArray(value) ? value : [value]).map((one: unknown) => new JsonNode(one, path));
  };
  return {
    ids: at(id),
    userPrincipalNames: at(userPrincipalName),
    sids: at(sid),
    names: at(name),
    domain: at(domain).find(({ asText }) => asText !== undefined),
  };
}

/** A function that is applied to what it cannot take is no match. */
function evaluate(value: unknown, expr: string): unknown {
  try {
    const found: unknown = search(value, expr);
    return found;
  } catch {
    return null;
  }
}

/** What JMESPath takes for false: null, false, and whatever is empty. */
function isTrue(value: unknown): boolean {
  if (value === null || value === undefined || value === false || value === '') return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

/** Only parsing tells: a function may well be unable to take nothing. */
function isExpression(text: string): boolean {
  try {
    search(null, text);
    return true;
  } catch (error) {
    return (
      error instanceof Error &&
      !/^(?:Parser|Lexer)Error$/.test(error.name) &&
      !error.message.startsWith('Unknown function')
    );
  }
}
