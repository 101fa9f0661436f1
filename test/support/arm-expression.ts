/** What an expression of a template can see. */
export interface ArmScope {
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** What `environment()` is in a cloud. */
  readonly environment?: unknown;
  /** What Azure answers about resources, by their symbolic names. */
  readonly references?: Readonly<Record<string, unknown>>;
}

type Node =
  | { readonly kind: 'literal'; readonly value: unknown }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Node[] }
  | { readonly kind: 'property'; readonly of: Node; readonly name: string };

/** The value of an expression of a compiled template, of those functions that the names in our templates use. */
export function armValue(expression: string, scope: ArmScope): unknown {
  const tokens = expression.slice(1, -1).match(/'(?:[^']|'')*'|\w+|[(),.]/g) ?? [];
  return valueOf(nodeFrom([...tokens]), scope, {});
}

/** Takes the tokens of one expression from the front of the list. */
function nodeFrom(tokens: string[]): Node {
  const token = tokens.shift() ?? '';
  let node: Node = token.startsWith("'")
    ? { kind: 'literal', value: token.slice(1, -1).replaceAll("''", "'") }
    : /^\d+$/.test(token)
      ? { kind: 'literal', value: Number(token) }
      : { kind: 'call', name: token, args: argumentsFrom(tokens) };
  while (tokens[0] === '.') {
    tokens.shift();
    node = { kind: 'property', of: node, name: tokens.shift() ?? '' };
  }
  return node;
}

function argumentsFrom(tokens: string[]): readonly Node[] {
  if (tokens.shift() !== '(') throw new Error('A name in a template is not that of a function.');
  const args: Node[] = [];
  while (tokens[0] !== ')') {
    args.push(nodeFrom(tokens));
    if (tokens[0] === ',') tokens.shift();
  }
  tokens.shift();
  return args;
}

type Named = Readonly<Record<string, unknown>>;

function valueOf(node: Node, scope: ArmScope, lambdas: Named): unknown {
  switch (node.kind) {
    case 'literal':
      return node.value;
    case 'property':
      return (valueOf(node.of, scope, lambdas) as Named)[node.name];
    case 'call': {
      if (node.name === 'lambda') {
        const [name, body] = node.args as [Node, Node];
        return (item: unknown) =>
          valueOf(body, scope, { ...lambdas, [String(valueOf(name, scope, lambdas))]: item });
      }
      if (node.name === 'if') {
        const [condition, then, otherwise] = node.args as [Node, Node, Node];
        return valueOf(valueOf(condition, scope, lambdas) === true ? then : otherwise, scope, lambdas);
      }
      return called(
        node.name,
        node.args.map((arg) => valueOf(arg, scope, lambdas)),
        scope,
        lambdas,
      );
    }
  }
}

function called(name: string, args: readonly unknown[], scope: ArmScope, lambdas: Named): unknown {
  const [first, second, third] = args;
  const functions: Readonly<Record<string, () => unknown>> = {
    parameters: () => scope.parameters?.[String(first)],
    variables: () => {
      const value = scope.variables?.[String(first)];
      return typeof value === 'string' && value.startsWith('[') ? armValue(value, scope) : value;
    },
    reference: () => scope.references?.[String(first)],
    lambdaVariables: () => lambdas[String(first)],
    environment: () => scope.environment,
    createArray: () => args,
    createObject: () =>
      Object.fromEntries(args.flatMap((key, n) => (n % 2 === 0 ? [[String(key), args[n + 1]]] : []))),
    format: () => String(first).replace(/\{(\d)\}/g, (_place, n: string) => String(args[Number(n) + 1])),
    filter: () => (first as unknown[]).filter(second as (item: unknown) => boolean),
    map: () => (first as unknown[]).map((item) => (second as (item: unknown) => unknown)(item)),
    toLower: () => String(first).toLowerCase(),
    union: () => [...new Set(args.flat())],
    not: () => first !== true,
    or: () => args.includes(true),
    equals: () => first === second,
    empty: () => first === '' || (Array.isArray(first) && first.length === 0),
    split: () => String(first).split(String(second)),
    skip: () => (first as unknown[]).slice(Number(second)),
    join: () => (first as unknown[]).join(String(second)),
    replace: () => String(first).replaceAll(String(second), String(third)),
  };
  const apply = functions[name];
  if (!apply) throw new Error(`The function ${name} of templates is not known here.`);
  return apply();
}
