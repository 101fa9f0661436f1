import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the published dictionary of OCSF says of an attribute. */
interface Attribute {
  readonly type: string;
  readonly requirement: 'required' | 'recommended' | 'optional';
  readonly isArray?: true;
  /** Its numbers and their names. */
  readonly enum?: Readonly<Record<string, string>>;
  /** The attribute with the name of the number. */
  readonly sibling?: string;
}
type Attributes = Readonly<Record<string, Attribute>>;
interface Definition {
  readonly attributes: Attributes;
  readonly atLeastOne?: readonly string[];
}
interface Dictionary {
  readonly version: string;
  readonly class: Definition & { readonly uid: number };
  readonly profiles: Readonly<Record<string, Attributes>>;
  readonly objects: Readonly<Record<string, Definition>>;
  /** The primitive type of each type. */
  readonly types: Readonly<Record<string, string>>;
}

export const dictionary = JSON.parse(
  readFileSync(join(__dirname, '../fixtures/ocsf-1.8.0.json'), 'utf8'),
) as Dictionary;

type Found = Readonly<Record<string, unknown>>;

/** What is wrong with an event of the class Remediation Activity by the published dictionary; empty when nothing is. */
export function unlikeOcsf(event: Found): readonly string[] {
  const { profiles, version } = event['metadata'] as { profiles: readonly string[]; version: string };
  const added = profiles.map((name) => dictionary.profiles[name] ?? { [`no profile ${name}`]: REQUIRED });
  const attributes: Attributes = Object.assign({}, dictionary.class.attributes, ...added) as Attributes;
  const number = Number(event['class_uid']) * 100 + Number(event['activity_id']);
  return [
    ...problemsOf(event, { ...dictionary.class, attributes }, '$'),
    ...(event['type_uid'] === number ? [] : [`$.type_uid is not ${String(number)}`]),
    ...(version === dictionary.version ? [] : ['$.metadata.version is another']),
    ...findings(event),
  ];
}

const REQUIRED: Attribute = { type: 'string_t', requirement: 'required' };

/** The data of an enrichment has no type of its own; ours says that it is a finding. */
function findings({ enrichments = [] }: Found): readonly string[] {
  return (enrichments as readonly Found[]).flatMap(({ type, data }, n) =>
    ofObject(data, String(type), `$.enrichments[${String(n)}].data`),
  );
}

function problemsOf(found: Found, { attributes, atLeastOne }: Definition, path: string): readonly string[] {
  const missing = Object.keys(attributes).filter(
    (name) => attributes[name]?.requirement === 'required' && found[name] === undefined,
  );
  const none = atLeastOne !== undefined && !atLeastOne.some((name) => found[name] !== undefined);
  return [
    ...missing.map((name) => `${path}.${name} is required`),
    ...(none ? [`${path} has none of ${atLeastOne.join(', ')}`] : []),
    ...Object.entries(found).flatMap(([name, value]) => {
      const attribute = attributes[name];
      if (!attribute) return [`${path}.${name} is not an attribute`];
      return [...ofValues(value, attribute, `${path}.${name}`), ...ofSibling(found, name, attribute, path)];
    }),
  ];
}

function ofValues(value: unknown, attribute: Attribute, path: string): readonly string[] {
  if (!attribute.isArray) return ofValue(value, attribute, path);
  if (!Array.isArray(value)) return [`${path} is not a list`];
  return value.flatMap((one, n) => ofValue(one, attribute, `${path}[${String(n)}]`));
}

function ofValue(value: unknown, { type, enum: numbers }: Attribute, path: string): readonly string[] {
  const primitive = dictionary.types[type];
  if (primitive === undefined) return ofObject(value, type, path);
  if (!IS_OF[primitive]?.(value)) return [`${path} is not a ${type}`];
  return numbers && numbers[String(value)] === undefined ? [`${path} is not among its numbers`] : [];
}

const IS_OF: Readonly<Record<string, (value: unknown) => boolean>> = {
  string_t: (value) => typeof value === 'string' && value !== '',
  integer_t: (value) => Number.isInteger(value),
  long_t: (value) => Number.isSafeInteger(value),
  boolean_t: (value) => typeof value === 'boolean',
  json_t: (value) => value !== undefined,
};

function ofObject(value: unknown, type: string, path: string): readonly string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [`${path} is not an object`];
  // `unmapped` is what the dictionary knows nothing of.
  if (type === 'object') return [];
  const definition = dictionary.objects[type];
  return definition
    ? problemsOf({ ...value }, definition, path)
    : [`${path}: the object ${type} is not here`];
}

/** The name beside a number is the one of the dictionary, but for 99, where it is that of the source. */
function ofSibling(found: Found, name: string, attribute: Attribute, path: string): readonly string[] {
  const { sibling = '', enum: numbers } = attribute;
  const written = found[sibling];
  const number = String(found[name]);
  if (written === undefined || !numbers || number === '99') return [];
  return numbers[number] === written ? [] : [`${path}.${sibling} is not the name of ${number}`];
}
