import * as z from 'zod';
import { isObject } from '../../shared/messages/json-object';
import type { ParameterValues } from './parameter-values';
import { parsed } from './parsed';

const template = z.object({
  parameters: z.record(
    z.string(),
    z.object({
      type: z.string(),
      allowedValues: z.array(z.unknown()).optional(),
      minValue: z.number().optional(),
      maxValue: z.number().optional(),
    }),
  ),
});
type Parameter = z.output<typeof template>['parameters'][string];

/**
 * Problems of values that the template would not take: Azure finds them only when it deploys, and names no variable.
 *
 * @param text the compiled template
 * @param variables the variable of the azd environment that sets each parameter
 */
export function parameterProblems(
  text: string,
  values: ParameterValues,
  variables: Readonly<Record<string, string>>,
): readonly string[] {
  const { parameters } = template.parse(JSON.parse(text));
  return Object.entries(values).flatMap(([name, value]) => {
    const parameter = parameters[name];
    const wrong =
      parameter && typeof value === 'string'
        ? (problemOf(parameter, value) ?? problemOfIds(name, value))
        : undefined;
    return wrong === undefined ? [] : [`${variables[name] ?? name}: ${wrong}`];
  });
}

function problemOf(
  { type, allowedValues, minValue, maxValue }: Parameter,
  value: string,
): string | undefined {
  if (allowedValues && !allowedValues.includes(value)) return `must be one of ${allowedValues.join(', ')}`;
  switch (type) {
    case 'bool':
      return ['true', 'false'].includes(value) ? undefined : 'must be true or false';
    case 'int': {
      const [least, most] = [minValue ?? -Infinity, maxValue ?? Infinity];
      const isWithin = /^\d+$/.test(value) && Number(value) >= least && Number(value) <= most;
      return isWithin ? undefined : `must be a number from ${String(least)} to ${String(most)}`;
    }
    case 'array':
      return Array.isArray(parsed(value)) ? undefined : 'must be a JSON list (["ID"])';
    case 'object':
      return isObject(parsed(value)) ? undefined : 'must be a JSON object ({ "owner": "security" })';
    default:
      return undefined;
  }
}

const IDS_OF_PRINCIPALS = /(?:GroupId|PrincipalIds)$/;
const ID = z.guid();

/** Azure finds a wrong id of a group or an identity when it assigns the first role, in the middle of a deployment. */
function problemOfIds(parameter: string, value: string): string | undefined {
  if (!IDS_OF_PRINCIPALS.test(parameter)) return undefined;
  if (parameter.endsWith('s'))
    return z.array(ID).safeParse(parsed(value)).success
      ? undefined
      : 'must be a JSON list of object ids (["ID"])';
  return ID.safeParse(value).success
    ? undefined
    : 'must be an object id (az ad group show --group NAME --query id)';
}
