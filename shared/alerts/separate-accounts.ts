import { isOnePlainName, namesIn } from '../messages/written-name';
import type { AccountNames } from './account';
import { JsonNode } from './json-node';
import { MAX_ACCOUNTS } from './limits';
import { isOpenable } from './open-text';

const kinds = ['ids', 'userPrincipalNames', 'sids', 'names'] as const;

/** One name in a field, and the place of the name in the field. */
interface Part {
  readonly kind: (typeof kinds)[number];
  readonly node: JsonNode;
  readonly place: string;
}

/**
 * The accounts of which one place of an alert holds the names: as a rule one. A field with several names is about as many
 * accounts; names in fields of their own are then another account, since nothing says to which of them they belong.
 */
export function separateAccounts(given: AccountNames): readonly AccountNames[] {
  if (isSimple(given)) return [given];
  const account = { ...given, suffix: shortened(given.suffix), domain: shortened(given.domain) };
  const fields = kinds.flatMap((kind) => (account[kind] ?? []).map((node) => partsOf(kind, node)));
  const single = fields.filter((parts) => parts.length === 1).flat();
  const places = new Map<string, Part[]>();
  for (const part of fields.filter((parts) => parts.length > 1).flat()) {
    places.set(part.place, [...(places.get(part.place) ?? []), part]);
  }
  if (places.size === 0) return [withNames(account, single)];
  return [single, ...places.values()].map((parts) => withNames(account, parts));
}

/** Whether each field holds at most one name, as nearly all do, and no text is too long. */
function isSimple(account: AccountNames): boolean {
  if (isLong(account.suffix) || isLong(account.domain)) return false;
  return kinds.every((kind) => account[kind]?.every(({ value }) => isOneName(value)) ?? true);
}

/** A list in text may hold one name, which is not the text. */
function isOneName(value: unknown): boolean {
  return (
    value === null ||
    value === '' ||
    (typeof value === 'string' && isOnePlainName(value) && !isOpenable(value))
  );
}

function isLong(node: JsonNode | undefined): boolean {
  return (node?.asText?.length ?? 0) > TOO_LONG;
}

/** No name of a user or a domain is as long as this. */
const TOO_LONG = 400;

/** Text that is too long for a name stays too long, but is not repeated at full length with each name. */
function shortened(node: JsonNode | undefined): JsonNode | undefined {
  return node && isLong(node)
    ? new JsonNode(node.asText?.slice(0, TOO_LONG), node.path, [], node.scope)
    : node;
}

function partsOf(kind: Part['kind'], node: JsonNode): Part[] {
  return textsOf(node).map((text, n) => ({
    kind,
    node: text === node.value ? node : new JsonNode(text, node.path, [], node.scope),
    place: `${node.path}#${String(n)}`,
  }));
}

function textsOf(node: JsonNode): readonly string[] {
  if (!Array.isArray(node.content)) {
    if (typeof node.value === 'string') return namesIn(node.value, ENOUGH);
    return node.asText === undefined ? [] : [node.asText];
  }
  const texts: string[] = [];
  for (const { asText } of node.items()) {
    if (texts.length >= ENOUGH) break;
    for (const text of asText === undefined ? [] : namesIn(asText, ENOUGH)) texts.push(text);
  }
  return texts.slice(0, ENOUGH);
}

/** One more than an alert may name is enough for it to be rejected. */
const ENOUGH = MAX_ACCOUNTS + 1;

function withNames(account: AccountNames, parts: readonly Part[]): AccountNames {
  const of = (wanted: Part['kind']): readonly JsonNode[] =>
    parts.filter(({ kind }) => kind === wanted).map(({ node }) => node);
  const [ids, userPrincipalNames, sids, names] = [
    of('ids'),
    of('userPrincipalNames'),
    of('sids'),
    of('names'),
  ];
  return { ...account, ids, userPrincipalNames, sids, names };
}
