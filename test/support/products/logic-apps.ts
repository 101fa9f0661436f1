/** What an expression of a workflow can see. */
export interface RunOfWorkflow {
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly triggerBody: unknown;
}

/** Stands in for Logic Apps: the value of an expression of a workflow, of those functions that ours uses. */
export function workflowValue(text: string, run: RunOfWorkflow): unknown {
  if (!text.startsWith('@')) return text;
  const tokens = text.slice(1).match(/'(?:[^']|'')*'|\w+|\?\[|[[\](),]/g) ?? [];
  const value = valueFrom(tokens, run);
  if (tokens.length > 0) throw new Error(`${text}: is not an expression that is known here.`);
  return value;
}

/** Takes the tokens of one expression from the front of the list, and evaluates them. */
function valueFrom(tokens: string[], run: RunOfWorkflow): unknown {
  const token = tokens.shift() ?? '';
  let value = token.startsWith("'")
    ? token.slice(1, -1).replaceAll("''", "'")
    : called(token, argumentsFrom(tokens, run), run);
  while (tokens[0] === '[' || tokens[0] === '?[') {
    const isOptional = tokens.shift() === '?[';
    const name = String(valueFrom(tokens, run));
    if (tokens.shift() !== ']') throw new Error('A bracket is not closed.');
    if (!isOptional && (value === null || value === undefined)) throw new Error(`${name}: of nothing`);
    value = (value as Readonly<Record<string, unknown>> | undefined)?.[name];
  }
  return value;
}

function argumentsFrom(tokens: string[], run: RunOfWorkflow): readonly unknown[] {
  if (tokens.shift() !== '(') throw new Error('A name is not that of a function.');
  const args: unknown[] = [];
  while (tokens[0] !== ')') {
    args.push(valueFrom(tokens, run));
    if (tokens[0] === ',') tokens.shift();
  }
  tokens.shift();
  return args;
}

function called(name: string, args: readonly unknown[], run: RunOfWorkflow): unknown {
  switch (name) {
    case 'triggerBody':
      return run.triggerBody;
    case 'parameters':
      return run.parameters[String(args[0])];
    case 'concat':
      return args.map((arg) => (typeof arg === 'string' ? arg : '')).join('');
    default:
      throw new Error(`The function ${name} of workflows is not known here.`);
  }
}
