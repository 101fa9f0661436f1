import type { ApprovalItem } from '../api/schemas';
import { failureText } from './failure';
import type { Decided, DecisionResult, Notice, State, Verb } from './state';
import { kindOf, nameOf } from './state';
import type { Language, Strings } from './strings';
import { fill, stringsOf } from './strings';

/** The state after decisions have been answered. What is decided waits no more. */
export function afterDecisions(state: State, results: readonly Decided[]): State {
  const { asking, language, waiting } = state;
  const items = waiting.kind === 'loaded' ? waiting.value : [];
  const isDecided = (id: string): boolean =>
    results.some(({ id: other, result }) => other === id && result.kind === 'recorded');
  const left = items.filter(({ id }) => !isDecided(id));
  const sentences = results.map((one) => sentenceOf(language, asking?.decision ?? 'approve', items, one));
  return {
    ...state,
    ...(waiting.kind === 'loaded' && { waiting: { kind: 'loaded', value: left } }),
    asking: undefined,
    isSending: false,
    ...(asking?.isMany === true && { selected: [] }),
    notice: noticeOf(stringsOf(language), results, sentences, asking?.isMany === true),
  };
}

function noticeOf(
  strings: Strings,
  results: readonly Decided[],
  sentences: readonly string[],
  isMany: boolean,
): Notice {
  const failed = results.filter(({ result }) => result.kind === 'failed').length;
  const tone = failed > 0 ? 'bad' : 'good';
  if (!isMany) return { tone, text: sentences.join(' ') };
  const count = { done: String(results.length - failed), count: String(results.length) };
  return { tone, text: fill(strings.manyDecided, count), items: sentences };
}

function sentenceOf(
  language: Language,
  decision: Verb,
  items: readonly ApprovalItem[],
  { id, result }: Decided,
): string {
  const strings = stringsOf(language);
  const item = items.find((one) => one.id === id);
  const user = item ? nameOf(item) : id;
  const isDeclined = decision === 'decline' && result.kind === 'recorded';
  const sentence =
    item && isDeclined
      ? fill(declinedText(strings, item), { user })
      : resultText(language, decision, user, result);
  // The sentences of what was done name the user.
  const isNamed = result.kind === 'recorded' || result.kind === 'withdrawn';
  return isNamed ? sentence : fill(strings.resultOf, { user, result: sentence });
}

function declinedText(strings: Strings, item: ApprovalItem): string {
  const texts = { signOut: strings.declined, restore: strings.kept, steps: strings.notTaken };
  return texts[kindOf(item)];
}

function resultText(language: Language, decision: Verb, user: string, result: DecisionResult): string {
  const strings = stringsOf(language);
  switch (result.kind) {
    case 'recorded':
      return fill(decision === 'decline' ? strings.declined : strings.approved, { user });
    case 'withdrawn':
      return fill(strings.withdrawn, { user });
    case 'voted':
      return fill(strings.voted, { count: String(result.count), quorum: String(result.quorum) });
    case 'failed':
      return failureText(language, result.failure);
  }
}
