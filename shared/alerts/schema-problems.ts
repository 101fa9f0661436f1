import type * as z from 'zod';

/** A problem of a format, with the path of the field that has it. */
export interface Problem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

type Issue = z.core.$ZodIssue;

/** What a schema has found. Of the branches of a union the one counts that got furthest. */
export function schemaProblems(issues: readonly Issue[]): readonly Problem[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'invalid_union') return [{ path: issue.path, message: issue.message }];
    const [first = [], ...others] = issue.errors;
    const furthest = others.reduce((best, branch) => (depth(branch) > depth(best) ? branch : best), first);
    return schemaProblems(furthest).map(({ path, message }) => ({ path: [...issue.path, ...path], message }));
  });
}

function depth(issues: readonly Issue[]): number {
  return Math.max(0, ...issues.map(({ path }) => path.length));
}
