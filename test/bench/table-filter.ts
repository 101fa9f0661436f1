import type { Columns } from './table-message';

type Value = string | number | boolean;
const COMPARISON = /^(\w+) (eq|ne|ge|gt|le|lt) (?:datetime)?('(?:[^']|'')*'|true|false|-?\d+)L?$/;

/** Whether an entity fits a filter of comparisons that `and` joins, which is all that the ledger asks. */
export function filterOf(filter: string | null): (columns: Columns) => boolean {
  if (filter === null) return () => true;
  const comparisons = filter.split(' and ').map((text) => {
    const [, name = '', operator, literal = ''] =
      COMPARISON.exec(text.trim().replace(/^\((.*)\)$/, '$1')) ?? [];
    if (operator === undefined) throw new Error(`This filter is not known here: ${filter}`);
    const value: Value = literal.startsWith("'")
      ? literal.slice(1, -1).replaceAll("''", "'")
      : (JSON.parse(literal) as Value);
    return { name, operator, value };
  });
  return (columns) =>
    comparisons.every(({ name, operator, value }) =>
      isTrue(columns[name] as Value | undefined, operator, value),
    );
}

function isTrue(found: Value | undefined, operator: string, value: Value): boolean {
  if (found === undefined) return false;
  switch (operator) {
    case 'eq':
      return found === value;
    case 'ne':
      return found !== value;
    case 'ge':
      return found >= value;
    case 'gt':
      return found > value;
    case 'le':
      return found <= value;
    default:
      return found < value;
  }
}
