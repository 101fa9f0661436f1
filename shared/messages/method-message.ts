import type { MethodReport } from '../core/method-report';
import type { MethodEvent } from './method-schema';
import type { ResultMessage } from './result-message';
import { eventSource, writtenMethod, writtenUser } from './result-message';
import type { Locale } from './sentences/statuses';

/**
 * The message that publishes what a method answered after the outcome; the same bytes for the same report. It has neither
 * `status` nor `mode`, so that a subscription which filters outcomes by them does not receive it.
 */
export function methodMessage(report: MethodReport, locale: Locale): ResultMessage {
  const { id, requestId, tenantId, method } = report;
  return {
    body: new TextEncoder().encode(JSON.stringify(eventOf(report, locale))),
    contentType: 'application/cloudevents+json',
    messageId: id,
    correlationId: requestId,
    subject: method.name,
    applicationProperties: { tenantId, requestId, method: method.name, methodStatus: method.status },
  };
}

function eventOf(report: MethodReport, locale: Locale): MethodEvent {
  const { id, outcomeId, requestId, tenantId, user, method, completedAt } = report;
  return {
    specversion: '1.0',
    id,
    source: eventSource(tenantId),
    type: 'io.github.session-revoker.method.v1',
    subject: method.name,
    time: completedAt,
    datacontenttype: 'application/json',
    data: {
      outcomeId,
      requestId,
      tenantId,
      user: writtenUser(user),
      method: writtenMethod(method, locale),
      completedAt,
    },
  };
}
