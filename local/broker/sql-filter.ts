/**
 * The part of Service Bus's SQL filter grammar that subscriptions commonly use: comparisons, IN, LIKE,
 * IS [NOT] NULL, EXISTS, AND, OR, NOT and parentheses ("Subscription Rule SQL Filter Syntax"). A condition
 * about an absent property is unknown, and an unknown condition matches no message.
 */
export type Condition = (property: (name: string) => unknown) => boolean | undefined;

type Value = string | number | boolean | null | undefined;
type Operand = (property: (name: string) => unknown) => Value;

type Comparison = (left: string | number | boolean, right: string | number | boolean) => boolean;

const comparisons: Readonly<Record<string, Comparison>> = {
  '=': (left, right) => left === right,
  '<>': (left, right) => left !== right,
  '!=': (left, right) => left !== right,
  '<': (left, right) => left < right,
  '>': (left, right) => left > right,
  '<=': (left, right) => left <= right,
  '>=': (left, right) => left >= right,
};

const TOKEN = /\s*(?:('(?:[^']|'')*')|(\d+(?:\.\d+)?)|(<>|!=|<=|>=|[=<>(),])|(\[[^\]]+\]|[A-Za-z_][\w.]*))/y;

/** Compiles a condition. Throws when the text does not follow the grammar. */
export function sqlCondition(sql: string): Condition {
  const tokens = tokenize(sql);
  const parser = new Parser(tokens, sql);
  return parser.parse();
}

function tokenize(sql: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < sql.trimEnd().length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(sql);
    if (!match) throw new Error(`Cannot parse the SQL filter at ${String(at)}: ${sql}`);
    tokens.push(match[0].trim());
  }
  return tokens;
}

class Parser {
  #at = 0;
  readonly #tokens: readonly string[];
  readonly #sql: string;

  constructor(tokens: readonly string[], sql: string) {
    this.#tokens = tokens;
    this.#sql = sql;
  }

  parse(): Condition {
    const condition = this.#or();
    if (this.#at < this.#tokens.length) this.#fail();
    return condition;
  }

  #or(): Condition {
    const parts = [this.#and()];
    while (this.#accept('OR')) parts.push(this.#and());
    return (property) => {
      const values = parts.map((part) => part(property));
      if (values.includes(true)) return true;
      return values.includes(undefined) ? undefined : false;
    };
  }

  #and(): Condition {
    const parts = [this.#not()];
    while (this.#accept('AND')) parts.push(this.#not());
    return (property) => {
      const values = parts.map((part) => part(property));
      if (values.includes(false)) return false;
      return values.includes(undefined) ? undefined : true;
    };
  }

  #not(): Condition {
    if (!this.#accept('NOT')) return this.#predicate();
    const condition = this.#not();
    return (property) => {
      const value = condition(property);
      return value === undefined ? undefined : !value;
    };
  }

  #predicate(): Condition {
    if (this.#accept('(')) {
      const inner = this.#or();
      this.#expect(')');
      return inner;
    }
    if (this.#accept('EXISTS')) {
      this.#expect('(');
      const operand = this.#operand();
      this.#expect(')');
      return (property) => operand(property) !== undefined;
    }
    return this.#comparison(this.#operand());
  }

  #comparison(left: Operand): Condition {
    if (this.#accept('IS')) {
      const negated = this.#accept('NOT');
      this.#expect('NULL');
      return (property) => ((left(property) ?? null) === null) !== negated;
    }
    const negated = this.#accept('NOT');
    if (this.#accept('IN')) return this.#in(left, negated);
    if (this.#accept('LIKE')) return this.#like(left, negated);
    const compare = comparisons[this.#next()] ?? this.#fail();
    const right = this.#operand();
    return (property) => {
      const [one, other] = [left(property) ?? null, right(property) ?? null];
      return one === null || other === null ? undefined : compare(one, other);
    };
  }

  #in(left: Operand, negated: boolean): Condition {
    this.#expect('(');
    const values = [this.#operand()];
    while (this.#accept(',')) values.push(this.#operand());
    this.#expect(')');
    return (property) => {
      const value = left(property) ?? null;
      if (value === null) return undefined;
      return values.some((candidate) => candidate(property) === value) !== negated;
    };
  }

  #like(left: Operand, negated: boolean): Condition {
    const pattern = this.#operand();
    return (property) => {
      const value = left(property);
      if (typeof value !== 'string') return undefined;
      const escaped = String(pattern(property)).replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
      const regExp = new RegExp(`^${escaped.replaceAll('%', '[^]*').replaceAll('_', '[^]')}$`);
      return regExp.test(value) !== negated;
    };
  }

  #operand(): Operand {
    const token = this.#next();
    if (token.startsWith("'")) {
      const text = token.slice(1, -1).replaceAll("''", "'");
      return () => text;
    }
    if (/^\d/.test(token)) return () => Number(token);
    if (/^true$/i.test(token)) return () => true;
    if (/^false$/i.test(token)) return () => false;
    if (!/^[[A-Za-z_]/.test(token)) this.#fail();
    const name = token.replace(/^\[(.*)\]$/, '$1');
    return (property) => property(name) as Value;
  }

  #accept(keyword: string): boolean {
    if (this.#tokens[this.#at]?.toUpperCase() !== keyword) return false;
    this.#at++;
    return true;
  }

  #expect(keyword: string): void {
    if (!this.#accept(keyword)) this.#fail();
  }

  #next(): string {
    return this.#tokens[this.#at++] ?? this.#fail();
  }

  #fail(): never {
    throw new Error(`Cannot parse the SQL filter: ${this.#sql}`);
  }
}
