import * as z from 'zod';

const parametersFile = z.object({
  parameters: z.record(z.string(), z.object({ value: z.unknown() })),
});
/** `${NAME}` or `${NAME=default}`, as azd substitutes it. */
const VARIABLE = /\$\{(\w+)(?:=([^}]*))?\}/g;

/** Text without a value is absent: the default of the template counts. */
export type ParameterValues = Readonly<Record<string, unknown>>;

/**
 * The values that azd gives to the template's parameters: those of `main.parameters.json`, with the variables of the azd
 * environment. Parameters that are unset or blank are absent.
 *
 * @param text the content of the file
 * @throws when the file is not a parameters file
 */
export function parameterValues(
  text: string,
  variables: Readonly<Record<string, string | undefined>>,
): ParameterValues {
  const { parameters } = parametersFile.parse(JSON.parse(text));
  const values = Object.entries(parameters).map(([name, { value }]): [string, unknown] => [
    name,
    typeof value === 'string' ? substituted(value, variables) : value,
  ]);
  return Object.fromEntries(values.filter(([, value]) => value !== ''));
}

function substituted(text: string, variables: Readonly<Record<string, string | undefined>>): string {
  return text.replace(VARIABLE, (_all, name: string, otherwise: string | undefined) => {
    const value = variables[name] ?? '';
    return value === '' ? (otherwise ?? '') : value;
  });
}

/** The variable of the azd environment that sets each parameter. */
export function variablesOfParameters(text: string): Readonly<Record<string, string>> {
  const { parameters } = parametersFile.parse(JSON.parse(text));
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([parameter, { value }]) =>
      typeof value === 'string'
        ? [...value.matchAll(VARIABLE)].map(([, name = '']): [string, string] => [parameter, name])
        : [],
    ),
  );
}
