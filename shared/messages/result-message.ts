import type { Outcome } from '../core/outcome';
import { knownSeverity } from '../core/severity';
import { referenceText } from '../core/user-reference';
import type { Result } from './result-schema';
import type { Locale } from './sentences';
import { sentence } from './sentences';

/** An outcome as it goes onto the topic. */
export interface ResultMessage {
  readonly body: Uint8Array;
  readonly contentType: 'application/cloudevents+json';
  readonly messageId: string;
  readonly correlationId: string;
  readonly subject: string;
  /** What subscriptions may filter by. */
  readonly applicationProperties: Readonly<Record<string, string>>;
}

/** The message that tells an outcome; the same bytes for the same outcome. */
export function resultMessage(outcome: Outcome, locale: Locale): ResultMessage {
  const severity = knownSeverity(outcome.alert?.severity);
  const source = outcome.alert?.provider;
  return {
    body: new TextEncoder().encode(JSON.stringify(resultOf(outcome, locale))),
    contentType: 'application/cloudevents+json',
    messageId: outcome.id,
    correlationId: outcome.requestId,
    subject: outcome.status,
    applicationProperties: {
      status: outcome.status,
      mode: outcome.mode,
      tenantId: outcome.tenantId,
      requestId: outcome.requestId,
      ...(source !== undefined && { source }),
      ...(severity !== undefined && { severity }),
    },
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

function dataOf(outcome: Outcome, locale: Locale): Result['data'] {
  const { id: _id, user, methods, issues, ...told } = outcome;
  return {
    ...told,
    message: messageOf(outcome, locale),
    ...(user && { user: { ...user, reference: referenceText(user.reference) } }),
    methods: methods.map((method) => ({ ...method, requestIds: [...method.requestIds] })),
    ...(issues && { issues: [...issues] }),
  };
}

function messageOf(outcome: Outcome, locale: Locale): string {
  const { status, predicted, detail } = outcome;
  const facts = {
    ...(outcome.user && { user: referenceText(outcome.user.reference) }),
    ...(detail !== undefined && { detail }),
  };
  const prediction = predicted && sentence(locale, predicted, facts);
  return sentence(locale, status, { ...facts, ...(prediction !== undefined && { prediction }) });
}
