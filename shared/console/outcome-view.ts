import type { OutcomeItem } from '../api/schemas';
import { alertView } from './alert-view';
import type { Language, Strings } from './strings';
import { statusName, stringsOf } from './strings';
import { timeView } from './times';
import type { ElementView, View } from './view';
import { el, facts } from './view';

/** One outcome of a list: when, what, and all that is known of it; with whom it is about, where that is not clear. */
export function outcomeView(language: Language, outcome: OutcomeItem, who?: View): ElementView {
  const strings = stringsOf(language);
  const { status, completedAt, message } = outcome;
  return el(
    'li',
    { class: status },
    el('p', { class: 'when' }, timeView(language, completedAt)),
    el('p', { class: `badge ${status}` }, statusName(strings, status)),
    who,
    el('p', { class: 'message' }, message),
    factsOf(language, strings, outcome),
  );
}

function factsOf(language: Language, strings: Strings, outcome: OutcomeItem): ElementView {
  const { message, revokedAt, effectiveNoLaterThan, verified, confirmation, detail } = outcome;
  const timeOf = (time: string | undefined) => (time === undefined ? undefined : timeView(language, time));
  return facts(
    [strings.revokedAt, timeOf(revokedAt)],
    [strings.verified, verified === undefined ? undefined : verified ? strings.yes : strings.no],
    [strings.oldTokensEnd, timeOf(effectiveNoLaterThan)],
    [strings.decidedBy, deciderOf(strings, confirmation)],
    [strings.alert, alertView(strings, outcome.alert, `alert-${outcome.id}`)],
    [strings.reason, outcome.reason],
    [strings.detail, message.includes(detail ?? '') ? undefined : detail],
    [strings.requestedBy, outcome.requestedBy],
  );
}

function deciderOf(strings: Strings, confirmation: OutcomeItem['confirmation']): string | undefined {
  if (confirmation?.by === undefined) return undefined;
  const all = confirmation.approvers?.map(({ id, userPrincipalName }) => userPrincipalName ?? id);
  const names = all?.join(', ') ?? confirmation.by;
  return confirmation.byProven ? `${names} (${strings.proven})` : names;
}
