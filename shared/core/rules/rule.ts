/** One row of a policy table: what it looks at, and the answer if it has one. */
export interface Rule<Known, Answer> {
  /** For audit and tests. */
  readonly name: string;
  readonly check: (known: Known) => Omit<Answer, 'rule'> | undefined;
}

/** The answer of the first rule that has one, with the name of that rule. */
export function firstAnswer<Known, Answer extends { readonly rule: string }>(
  rules: readonly Rule<Known, Answer>[],
  known: Known,
): Answer | undefined {
  for (const rule of rules) {
    const answer = answerOf(rule, known);
    if (answer) return answer;
  }
  return undefined;
}

/** The answer of one rule, if it has one, with its name. */
export function answerOf<Known, Answer extends { readonly rule: string }>(
  { name, check }: Rule<Known, Answer>,
  known: Known,
): Answer | undefined {
  const answer = check(known);
  // TypeScript does not see that an answer without its rule, and the rule, are the answer.
  return answer && ({ ...answer, rule: name } as unknown as Answer);
}
