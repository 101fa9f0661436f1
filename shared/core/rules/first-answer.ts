/** The answer of the first rule that has one, and which rule that is. */
export function firstAnswer<Rule extends { readonly name: string }, Answer extends object>(
  rules: readonly Rule[],
  ask: (rule: Rule) => Answer | undefined,
): (Answer & { readonly rule: string }) | undefined {
  for (const rule of rules) {
    const answer = ask(rule);
    if (answer) return { rule: rule.name, ...answer };
  }
  return undefined;
}
