import { compact } from '../core/compact';
import type { Outcome, OutcomeSummary } from '../core/outcome';
import { knownSeverity } from '../core/severity';
import { referenceText } from '../core/user-reference';
import { detailIn, detailOf } from './sentences/write-detail';
import type { Result } from './result-schema';
import type { Locale } from './sentences/statuses';
import { sentence } from './sentences/statuses';

/** An outcome as it is published on the topic. */
export interface ResultMessage {
  readonly body: Uint8Array;
  readonly contentType: 'application/cloudevents+json';
  readonly messageId: string;
  readonly correlationId: string;
  readonly subject: string;
  /** The properties that subscriptions may filter by. */
  readonly applicationProperties: Readonly<Record<string, string>>;
}

/** The message that publishes an outcome; the same bytes for the same outcome. */
export function resultMessage(outcome: Outcome, locale: Locale): ResultMessage {
  const severity = knownSeverity(outcome.alert?.severity);
  const source = outcome.alert?.provider;
  return {
    body: new TextEncoder().encode(JSON.stringify(resultOf(outcome, locale))),
    contentType: 'application/cloudevents+json',
    messageId: outcome.id,
    correlationId: outcome.requestId,
    subject: outcome.status,
    applicationProperties: compact({
      status: outcome.status,
      mode: outcome.mode,
      tenantId: outcome.tenantId,
      requestId: outcome.requestId,
      source,
      severity,
    }),
  };
}

/** The CloudEvent of an outcome. */
export function resultOf(outcome: Outcome, locale: Locale): Result {
  return {
    specversion: '1.0',
    id: outcome.id,
    source: `/tenants/${encodeURIComponent(outcome.tenantId)}/session-revoker`,
    type: 'io.github.session-revoker.outcome.v1',
    subject: outcome.status,
    time: outcome.completedAt,
    datacontenttype: 'application/json',
    data: dataOf(outcome, locale),
  };
}

/** The part of an outcome that settling, logs and the quarantine need. */
export function summaryOf(outcome: Outcome, locale: Locale): OutcomeSummary {
  const { id, requestId, status, predicted, mode, user } = outcome;
  const detail = detailOf(outcome, locale);
  return compact({ id, requestId, status, mode, predicted, detail, userId: user?.id });
}

function dataOf(outcome: Outcome, locale: Locale): Result['data'] {
  const { id: _id, user, methods, issues, detail: _detail, ...rest } = outcome;
  const detail = detailOf(outcome, locale);
  return {
    ...rest,
    message: messageOf(outcome, locale, detail),
    ...compact({ user: user && { ...user, reference: referenceText(user.reference) } }),
    methods: methods.map(({ detail: explanation, requestIds, ...method }) =>
      compact({
        ...method,
        requestIds: [...requestIds],
        detail: explanation && detailIn(locale, explanation),
      }),
    ),
    ...compact({ detail, issues: issues && [...issues] }),
  };
}

function messageOf(outcome: Outcome, locale: Locale, detail: string | undefined): string {
  const { status, predicted } = outcome;
  const facts = compact({ user: outcome.user && referenceText(outcome.user.reference), detail });
  const prediction = predicted && sentence(locale, predicted, facts);
  return sentence(locale, status, compact({ ...facts, prediction }));
}
