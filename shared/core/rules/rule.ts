/** One row of a policy table: what it looks at, and the answer if it has one. */
export interface Rule<Known, Answer> {
  /** For audit and tests. */
  readonly name: string;
  readonly check: (known: Known) => Omit<Answer, 'rule'> | undefined;
}

/** An answer with the name of the rule that gave it. */
export type Named<Answer> = Omit<Answer, 'rule'> & { readonly rule: string };

/** The answer of the first rule that has one, with the name of that rule. */
export function firstAnswer<Known, Answer>(
  rules: readonly Rule<Known, Answer>[],
  known: Known,
): Named<Answer> | undefined {
  for (const rule of rules) {
    const answer = answerOf(rule, known);
    if (answer) return answer;
  }
  return undefined;
}

/** The answer of one rule, if it has one, with its name. */
export function answerOf<Known, Answer>(
  { name, check }: Rule<Known, Answer>,
  known: Known,
): Named<Answer> | undefined {
  const answer = check(known);
  return answer && { ...answer, rule: name };
}
