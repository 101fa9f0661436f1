import type { ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { openApiDocument } from '../../shared/api/openapi';

interface Operation {
  readonly responses: Readonly<Record<string, { readonly $ref?: string; readonly content?: Content }>>;
}
type Content = Readonly<Record<string, { readonly schema: object }>>;
export interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly responses: Readonly<Record<string, { readonly content: Content }>>;
    readonly schemas: Readonly<Record<string, object>>;
  };
}

export const description = JSON.parse(JSON.stringify(openApiDocument())) as Description;
const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema({ $id: 'openapi', ...description });
const compiled = new Map<string, ValidateFunction>();

/** Whether a body fits a schema of the description. */
export function validator(name: string): ValidateFunction {
  const found = compiled.get(name) ?? ajv.compile({ $ref: `openapi#/components/schemas/${name}` });
  compiled.set(name, found);
  return found;
}

/** What is wrong with an answer by the description of the API; undefined when it is as described. */
export function undescribed(
  { method, route, status }: { readonly method: string; readonly route: string; readonly status: number },
  contentType: string,
  body: unknown,
): string | undefined {
  const operation = description.paths[`/${route}`]?.[method.toLowerCase()];
  const response = operation?.responses[String(status)];
  const shared = /^#\/components\/responses\/(\w+)$/.exec(response?.$ref ?? '')?.[1];
  const content =
    shared === undefined ? response?.content : description.components.responses[shared]?.content;
  const schema = content?.[contentType]?.schema;
  if (!schema) return `${method} ${route} has no answer ${String(status)} of the type ${contentType}`;
  const names = 'anyOf' in schema ? (schema.anyOf as object[]).map(referredTo) : [referredTo(schema)];
  const known = names.filter((name) => name !== undefined);
  const errors = known.map((name) => (validator(name)(body) ? undefined : validator(name).errors));
  return known.length === 0 || errors.includes(undefined)
    ? undefined
    : `${method} ${route}: ${JSON.stringify(errors)}`;
}

/** The name of the schema to which a schema refers. */
function referredTo(schema: object): string | undefined {
  return /^#\/components\/schemas\/(\w+)$/.exec('$ref' in schema ? String(schema.$ref) : '')?.[1];
}
