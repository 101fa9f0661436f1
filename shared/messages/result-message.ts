import { compact } from '../core/compact';
import type { DetailCode } from '../core/detail';
import { awaitingSteps, pendingMethods } from '../core/method-result';
import type { MethodResult, Outcome, OutcomeSummary, OutcomeUser } from '../core/outcome';
import { knownSeverity } from '../core/severity';
import { referenceText } from '../core/user-reference';
import { detailIn, detailOf, issuesIn } from './sentences/write-detail';
import type { Result } from './result-schema';
import type { Locale } from './sentences/statuses';
import { sentence } from './sentences/statuses';

/** An event as it is published on the topic. */
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
    source: eventSource(outcome.tenantId),
    type: 'io.github.session-revoker.outcome.v1',
    subject: outcome.status,
    time: outcome.completedAt,
    datacontenttype: 'application/json',
    data: dataOf(outcome, locale),
  };
}

/** The `source` of every CloudEvent of a tenant. */
export function eventSource(tenantId: string): string {
  return `/tenants/${encodeURIComponent(tenantId)}/session-revoker`;
}

/** The part of an outcome that settling, logs and the quarantine need. */
export function summaryOf(outcome: Outcome, locale: Locale): OutcomeSummary {
  const { id, requestId, status, predicted, mode, user, methods } = outcome;
  const detail = detailOf(outcome, locale);
  const pending = pendingMethods(methods);
  // A what-if asks nobody.
  const awaiting = mode === 'revoke' ? awaitingSteps(methods) : [];
  return {
    ...compact({ id, requestId, status, mode, predicted, detail, userId: user?.id }),
    ...(pending.length > 0 && { pendingMethods: pending }),
    ...(awaiting.length > 0 && { awaitingSteps: awaiting }),
  };
}

function dataOf(outcome: Outcome, locale: Locale): Result['data'] {
  const { id: _id, user, methods, issues, detail: _detail, ...rest } = outcome;
  const detail = detailOf(outcome, locale);
  return {
    ...rest,
    message: messageOf(outcome, locale, detail),
    ...compact({ user: user && writtenUser(user) }),
    methods: methods.map((method) => writtenMethod(method, locale)),
    ...compact({ detail, issues: issues && [...issuesIn(locale, issues)] }),
  };
}

/** A user as results publish them. */
export function writtenUser(user: OutcomeUser): NonNullable<Result['data']['user']> {
  return { ...user, reference: referenceText(user.reference) };
}

/** The result of a method as results publish it. */
export function writtenMethod(
  { detail: explanation, requestIds, changed, kept, ...method }: MethodResult,
  locale: Locale,
): Result['data']['methods'][number] {
  return compact({
    ...method,
    requestIds: [...requestIds],
    detail: explanation && detailIn(locale, explanation),
    changed: changed && [...changed],
    kept: kept?.map(({ item, reason }) => ({ ...item, reason: detailIn(locale, reason) })),
  });
}

/** What is a sentence for a person by itself: answers to decisions, and what is about undoing in place of signing out. */
const OWN_SENTENCES: ReadonlySet<DetailCode> = new Set([
  'nothingPending',
  'nothingToRestore',
  'approvalCounted',
  'restoreAsked',
  'restoreDeclined',
  'restoreUndecided',
  'restoreNotDone',
  'restoreStopped',
  'restorePartly',
  'restoreSuperseded',
  'undoneAlready',
  'stepsAsked',
  'stepsDeclined',
  'stepsUndecided',
  'stepsPartly',
  'stepsNotTaken',
]);

function messageOf(outcome: Outcome, locale: Locale, detail: string | undefined): string {
  const { status, predicted } = outcome;
  if (detail !== undefined && outcome.detail && OWN_SENTENCES.has(outcome.detail.code)) return detail;
  const facts = compact({ user: outcome.user && referenceText(outcome.user.reference), detail });
  const prediction = predicted && sentence(locale, predicted, facts);
  return sentence(locale, status, compact({ ...facts, prediction }));
}
