import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A resource of a compiled template. */
export interface ArmResource {
  readonly type: string;
  readonly name: string;
  readonly existing?: boolean;
  readonly scope?: string;
  /** Absent: it is always deployed. */
  readonly condition?: string;
  readonly dependsOn?: readonly string[];
  readonly sku?: unknown;
  readonly properties?: Readonly<Record<string, unknown>>;
}

interface ArmTemplate {
  readonly parameters: Readonly<
    Record<string, { readonly defaultValue?: unknown; readonly allowedValues?: readonly string[] }>
  >;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, { readonly value: string }>>;
  readonly resources: Readonly<Record<string, ArmResource>>;
}

/** A module of the deployment: what is given to it, what it names, and what it makes. */
export interface ArmModule {
  readonly given: Readonly<Record<string, { readonly value: unknown }>>;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly resources: readonly ArmResource[];
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly condition?: string;
  /** The resources, modules among them, that are deployed before. */
  readonly dependsOn: readonly string[];
}

const text = readFileSync(join(__dirname, '../../infra/main.json'), 'utf8');
const template = JSON.parse(text) as ArmTemplate;

/** The whole template as it is committed. */
export const templateText = text;
export const { parameters: templateParameters, variables: templateVariables = {} } = template;

/** The default of a parameter: that of the template, or the content of the file that it loads. */
export function templateDefault(parameter: string): unknown {
  const value = template.parameters[parameter]?.defaultValue;
  const [, variable] = /^\[variables\('(\$fxv#\d+)'\)\]$/.exec(String(value)) ?? [];
  return variable === undefined ? value : template.variables?.[variable];
}

export function armModule(name: string): ArmModule {
  const found = Object.values(template.resources).find((resource) => resource.name === name);
  if (!found) throw new Error(`The template has no module ${name}.`);
  const properties = found.properties as {
    readonly parameters: ArmModule['given'];
    readonly template: ArmTemplate;
  };
  const { variables = {}, resources, outputs = {} } = properties.template;
  return {
    ...(found.condition !== undefined && { condition: found.condition }),
    outputs,
    dependsOn: found.dependsOn ?? [],
    given: properties.parameters,
    variables,
    resources: Object.values(resources).filter(({ existing }) => !existing),
  };
}

/** Resources of a type, in all modules. */
export function armResources(type: string): readonly ArmResource[] {
  return Object.values(template.resources)
    .filter((resource) => resource.type === 'Microsoft.Resources/deployments')
    .flatMap(({ name }) => armModule(name).resources)
    .filter((resource) => resource.type === type);
}

/** The arguments of the first call of a function in an expression, as they are written. */
export function argumentsOf(expression: string, call: string): string[] {
  const begin = expression.indexOf(`${call}(`) + call.length + 1;
  const found: string[] = [];
  let depth = 0;
  let argument = '';
  for (const character of expression.slice(begin)) {
    if (character === ')' && depth === 0) return [...found, argument.trim()];
    if (character === ',' && depth === 0) {
      found.push(argument.trim());
      argument = '';
      continue;
    }
    if (character === '(') depth++;
    if (character === ')') depth--;
    argument += character;
  }
  throw new Error(`The call of ${call} does not end.`);
}
