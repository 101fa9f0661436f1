import type { Issue } from '../core/outcome';

const MAX_ISSUES = 20;
const MAX_PATH = 120;

/** Writes a path as `users[1].id`; `$` is the message itself. */
export function fieldPath(steps: readonly PropertyKey[]): string {
  const path = steps.map((step) => (typeof step === 'number' ? `[${String(step)}]` : `.${String(step)}`));
  return path.length === 0 ? '$' : path.join('').replace(/^\./, '');
}

/** The issues that a schema has found. */
export function issuesOf({
  issues,
}: {
  readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
}): Issue[] {
  return issues.map(({ path, message }) => ({ path: fieldPath(path), message }));
}

/**
 * The issues as they are published. A hostile message must not cause an outcome that the broker rejects, so the number of
 * issues and the length of their paths are bounded, and control characters are replaced.
 */
export function reportableIssues(issues: readonly Issue[]): Issue[] {
  const shown = issues.slice(0, MAX_ISSUES).map(({ path, message }) => ({ path: printable(path), message }));
  const left = issues.length - shown.length;
  return left > 0 ? [...shown, { path: '$', message: `and ${String(left)} more problems` }] : shown;
}

function printable(path: string): string {
  const wellFormed = path.toWellFormed().replace(/\p{Cc}/gu, '\uFFFD');
  return wellFormed.length > MAX_PATH ? `${wellFormed.slice(0, MAX_PATH)}…` : wellFormed;
}
