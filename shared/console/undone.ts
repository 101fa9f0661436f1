import type { ContainmentsItem, OutcomeItem } from '../api/schemas';
import { changesText } from './contained-words';
import { failureText } from './failure';
import type { Arrival, Awaited, Notice, State, Undoing, Undone } from './state';
import type { Language } from './strings';
import { fill, stringsOf } from './strings';

/** The state after it is known what a restore would bring back. */
export function withForeseen(
  state: State,
  { containment, answer }: Extract<Arrival, { readonly kind: 'foreseen' }>,
): State {
  const { undoing, language } = state;
  // It is late: something else is asked by now.
  if (undoing?.kind !== 'restore' || undoing.entry.containment !== containment) return state;
  if (answer.kind !== 'failed') return { ...state, undoing: { ...undoing, foreseen: answer } };
  const text = failureText(language, answer.failure);
  return { ...state, undoing: undefined, notice: { tone: 'bad', text } };
}

/** Whether the end that is asked about can be confirmed: nobody confirms a restore before they have seen what comes back. */
export function canConfirm(undoing: Undoing): boolean {
  if (undoing.kind === 'giveUp') return true;
  const { foreseen } = undoing;
  return foreseen.kind === 'loaded' && foreseen.value.some(({ refusal }) => refusal === undefined);
}

/** What a screen reader says of what would come back. */
export function foreseenText({ undoing, language }: State): string | undefined {
  if (undoing?.kind !== 'restore' || undoing.foreseen.kind !== 'loaded') return undefined;
  const strings = stringsOf(language);
  const sentences = undoing.foreseen.value.map(({ changes, final, refusal, user }) =>
    refusal === undefined
      ? fill(strings.foreseen, {
          changes: changesText(strings, changes, user.id),
          final: changesText(strings, final, user.id),
        })
      : fill(strings.restoreRefused, { reason: refusal }),
  );
  return sentences.join(' ');
}

/** The state after the end of containments was answered. */
export function afterUndo(state: State, results: readonly Undone[]): State {
  const { language } = state;
  const asked = results.flatMap(({ result }) => ('awaited' in result ? [result.awaited] : []));
  const others = state.awaited.filter(({ approval }) => asked.every((one) => one.approval !== approval));
  return {
    ...state,
    undoing: undefined,
    isSending: false,
    awaited: [...others, ...asked],
    notice: noticeOf(results, language),
  };
}

function noticeOf(results: readonly Undone[], language: Language): Notice {
  const tone = results.some(({ result }) => result.kind === 'failed') ? 'bad' : 'good';
  return { tone, text: results.map((one) => sentenceOf(language, one)).join(' ') };
}

function sentenceOf(language: Language, { name: user, result }: Undone): string {
  const strings = stringsOf(language);
  switch (result.kind) {
    case 'accepted':
      return fill(strings.restoreAccepted, { user });
    case 'givenUp':
      return fill(strings.hasGivenUp, { user });
    case 'voted': {
      const { count, quorum } = result;
      const counted = fill(strings.voted, { count: String(count), quorum: String(quorum) });
      return fill(strings.resultOf, { user, result: counted });
    }
    case 'failed':
      return fill(strings.resultOf, { user, result: failureText(language, result.failure) });
  }
}

/** A question is asked no more once its containment is another: nobody confirms what they have not seen. */
export function asShownStill(state: State, { value }: ContainmentsItem): State {
  const { undoing, language, isSending } = state;
  if (!undoing || isSending) return state;
  const { entry } = undoing;
  const now = value.find(({ containment }) => containment === entry.containment);
  const isSame = now?.state === entry.state && JSON.stringify(now.changes) === JSON.stringify(entry.changes);
  if (isSame) return state;
  const text = stringsOf(language).changed;
  return { ...state, undoing: undefined, notice: { tone: 'bad', text } };
}

/** The state after outcomes have come, where one of them is that of a restore which was asked for here. */
export function withRestored(state: State, outcomes: readonly OutcomeItem[]): State {
  const ends = outcomes.filter((outcome) => state.awaited.some((one) => isEndOf(outcome, one)));
  if (ends.length === 0) return state;
  const tone = ends.every(({ status }) => status === 'restored') ? 'good' : 'bad';
  return {
    ...state,
    awaited: state.awaited.filter((one) => !ends.some((outcome) => isEndOf(outcome, one))),
    notice: { tone, text: ends.map(({ message }) => message).join(' ') },
  };
}

function isEndOf({ confirmation, status }: OutcomeItem, { approval }: Awaited): boolean {
  return confirmation?.id === approval && status !== 'awaitingConfirmation';
}
