import type { OutcomeEvent } from '../outcome-event';
import type { Locale } from '../sentences/statuses';
import type { Field } from './labels';
import { labelsIn, titleOf } from './labels';
import { shownText, shownTime } from './shown-text';

/** What a person is shown of an outcome. Its texts are plain: each form of card escapes them. */
export interface Notification {
  readonly title: string;
  readonly message: string;
  /** Between a label and what it is of, as the language writes it. */
  readonly colon: string;
  /** A label and what it is of, in the order in which they are shown. */
  readonly fields: readonly (readonly [label: string, value: string])[];
  /** By which a person sees that a card repeats another one. */
  readonly footer: string;
  /** Absent: the address of the console is not set. */
  readonly link?: { readonly label: string; readonly url: string };
}

/** How notifications are written. */
export interface Writing {
  readonly locale: Locale;
  /** The address of the console; absent: notifications have no link. */
  readonly consoleUrl?: string;
}

/**
 * What a person is shown of an outcome. The only link is that of the console: the alert's own is text of its sender, and
 * could lead anywhere.
 */
export function notificationOf({ id, data }: OutcomeEvent, { locale, consoleUrl }: Writing): Notification {
  const labels = labelsIn(locale);
  return {
    title: titleOf(labels, shownText(data.status)),
    message: shownText(data.message),
    colon: labels.colon,
    fields: fieldsOf(data).flatMap(([field, value]) =>
      value === undefined || value === '' ? [] : [[labels.fields[field], shownText(value)] as const],
    ),
    footer: `${labels.outcome} ${shownText(id)}`,
    ...(consoleUrl !== undefined && {
      link: { label: labels.console, url: linkTo(consoleUrl, data.requestId) },
    }),
  };
}

function fieldsOf(data: OutcomeEvent['data']): readonly (readonly [Field, string | undefined])[] {
  const { user, alert, confirmation, issues, status } = data;
  const waits = status === 'awaitingConfirmation' || status === 'held';
  return [
    ['user', user?.userPrincipalName ?? user?.reference],
    ['alert', [alert?.provider, alert?.title].filter((part) => part !== undefined).join(': ')],
    ['severity', alert?.severity],
    ['reason', data.reason],
    ['requestedBy', data.requestedBy],
    ['receivedBy', data.receivedBy],
    ['until', waits && confirmation ? shownTime(confirmation.expiresAt) : undefined],
    ['approvalId', waits ? confirmation?.id : undefined],
    ['problems', issues?.map(({ path, message }) => `${path}: ${message}`).join('; ')],
    ['tenant', data.tenantId],
  ];
}

/** Ids of requests are text of their senders: a longer one is left out. */
const MAX_LINKED_ID = 200;

/** The request is named after `#`, which a browser sends to no server. */
function linkTo(consoleUrl: string, requestId: string): string {
  if (requestId.length > MAX_LINKED_ID) return consoleUrl;
  return `${consoleUrl}#request=${encodeURIComponent(requestId.toWellFormed())}`;
}
