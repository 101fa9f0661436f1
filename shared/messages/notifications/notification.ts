import { consoleLink } from '../console-link';
import type { EvictionEvent } from '../eviction-event';
import type { OutcomeEvent } from '../outcome-event';
import type { MethodEvent, PassedOnEvent, ReminderEvent } from '../topic-message';
import type { Locale } from '../sentences/statuses';
import type { Field } from './labels';
import { labelsIn, titleOf, verdictTitleOf } from './labels';
import { shownText, shownTime } from './shown-text';

/** What a person is shown of an event. Its texts are plain: each form of card escapes them. */
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
 * What a person is shown of an event. The only link is that of the console: the alert's own is text of its sender, and
 * could lead anywhere.
 */
export function notificationOf(event: PassedOnEvent, writing: Writing): Notification {
  const labels = labelsIn(writing.locale);
  switch (event.type) {
    case 'io.github.session-revoker.outcome.v1': {
      const { id, data } = event;
      const title = titleOf(labels, shownText(data.status));
      const footer = [labels.outcome, id] as const;
      return notification(
        { title, message: data.message, fields: outcomeFields(data), footer },
        data,
        writing,
      );
    }
    case 'io.github.session-revoker.reminder.v1': {
      const { id, data } = event;
      const { stillWaits: title, event: of } = labels;
      return notification(
        { title, message: data.message, fields: reminderFields(data), footer: [of, id] },
        data,
        writing,
      );
    }
    case 'io.github.session-revoker.method.v1': {
      const { id, data } = event;
      const title = data.method.status === 'failed' ? labels.lateFailure : labels.lateAnswer;
      const message = labels.hasAnswered.replace('{method}', () => shownText(data.method.name));
      return notification(
        { title, message, fields: methodFields(data), footer: [labels.event, id] },
        data,
        writing,
      );
    }
    case 'io.github.session-revoker.eviction.v1':
      return notificationOfVerdict(event, writing);
  }
}

function notificationOfVerdict({ id, data }: EvictionEvent, writing: Writing): Notification {
  const labels = labelsIn(writing.locale);
  const title = verdictTitleOf(labels, shownText(data.verdict));
  const parts = { title, message: data.message, footer: [labels.event, id] } as const;
  return notification({ ...parts, fields: evictionFields(data) }, data, writing);
}

/** What a person is shown of an outcome that the brake holds and of all that it has held since. */
export function notificationOfMany({ id, time, data }: OutcomeEvent, writing: Writing): Notification {
  const labels = labelsIn(writing.locale);
  const since = shownTime(shownText(time));
  const message = labels.manyHeld.replace('{time}', () => since);
  const parts = { title: labels.titles.held, message, footer: [labels.outcome, id] } as const;
  return notification({ ...parts, fields: [['tenant', data.tenantId]] }, {}, writing);
}

type Fields = readonly (readonly [Field, string | undefined])[];

interface Parts extends Pick<Notification, 'title' | 'message'> {
  readonly fields: Fields;
  readonly footer: readonly [label: string, id: string];
}

function notification(
  { title, message, fields, footer: [of, id] }: Parts,
  { requestId }: { readonly requestId?: string },
  { locale, consoleUrl }: Writing,
): Notification {
  const labels = labelsIn(locale);
  return {
    title,
    message: shownText(message),
    colon: labels.colon,
    fields: fields.flatMap(([field, value]) =>
      value === undefined || value === '' ? [] : [[labels.fields[field], shownText(value)] as const],
    ),
    footer: `${of} ${shownText(id)}`,
    ...(consoleUrl !== undefined && {
      link: {
        label: labels.console,
        url: requestId === undefined ? consoleUrl : consoleLink(consoleUrl, requestId),
      },
    }),
  };
}

function outcomeFields(data: OutcomeEvent['data']): Fields {
  const { confirmation, issues, status } = data;
  const waits = status === 'awaitingConfirmation' || status === 'held';
  return [
    ...alertFields(data),
    ['reason', data.reason],
    ['requestedBy', data.requestedBy],
    ['receivedBy', data.receivedBy],
    ...(waits && confirmation ? approvalFields(confirmation) : []),
    ['problems', issues?.map(({ path, message }) => `${path}: ${message}`).join('; ')],
    ['tenant', data.tenantId],
  ];
}

function reminderFields(data: ReminderEvent['data']): Fields {
  return [
    ...alertFields(data),
    ['requestedBy', data.requestedBy],
    ['detail', data.detail],
    ...approvalFields(data.confirmation),
    ['about', data.outcomeId],
    ['tenant', data.tenantId],
  ];
}

function methodFields(data: MethodEvent['data']): Fields {
  const { name, status, detail } = data.method;
  return [
    ['user', nameOf(data)],
    ['method', `${name}: ${status}`],
    ['detail', detail],
    ['about', data.outcomeId],
    ['tenant', data.tenantId],
  ];
}

function evictionFields({ signIn, ...data }: EvictionEvent['data']): Fields {
  const from = [signIn?.ipAddress, signIn?.city, signIn?.country].filter((part) => part !== undefined);
  const by = [signIn?.application, signIn?.client, signIn?.device].filter((part) => part !== undefined);
  return [
    ...alertFields(data),
    ['signedInAt', signIn && shownTime(signIn.at)],
    ['signedInFrom', from.join(', ')],
    ['signedInBy', by.join(', ')],
    ['revokedAt', shownTime(data.revokedAt)],
    ['followUp', data.followUpRequestId],
    ['about', data.outcomeId],
    ['tenant', data.tenantId],
  ];
}

function alertFields(data: Pick<OutcomeEvent['data'], 'user' | 'alert'>): Fields {
  const { alert } = data;
  return [
    ['user', nameOf(data)],
    ['alert', [alert?.provider, alert?.title].filter((part) => part !== undefined).join(': ')],
    ['severity', alert?.severity],
  ];
}

function approvalFields({ id, expiresAt }: ReminderEvent['data']['confirmation']): Fields {
  return [
    ['until', shownTime(expiresAt)],
    ['approvalId', id],
  ];
}

function nameOf({ user }: Pick<OutcomeEvent['data'], 'user'>): string | undefined {
  return user?.userPrincipalName ?? user?.reference;
}
