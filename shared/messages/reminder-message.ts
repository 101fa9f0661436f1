import type { ApprovalRequest } from '../core/approval';
import { halfwayOf } from '../core/approval';
import { compact } from '../core/compact';
import { detail } from '../core/detail';
import { reminderId } from '../core/ids';
import { referenceText } from '../core/user-reference';
import type { Reminder } from './reminder-schema';
import type { ResultMessage } from './result-message';
import { eventSource, writtenUser } from './result-message';
import { detailIn } from './sentences/write-detail';
import type { Locale } from './sentences/statuses';

/**
 * The message that announces a request for approval once more; the same bytes for the same request. It has neither `status` nor
 * `mode`, so that a subscription which filters outcomes by them does not receive it.
 */
export function reminderMessage(approval: ApprovalRequest, locale: Locale): ResultMessage {
  const { tenantId, requestId } = approval.identity;
  const { status } = approval.reason;
  const reminder = eventOf(approval, locale);
  return {
    body: new TextEncoder().encode(JSON.stringify(reminder)),
    contentType: 'application/cloudevents+json',
    messageId: reminder.id,
    correlationId: requestId,
    subject: status,
    applicationProperties: { tenantId, requestId, reminder: status },
  };
}

function eventOf(approval: ApprovalRequest, locale: Locale): Reminder {
  const { id, outcomeId, identity, request, reference, user, reason, requestedAt, expiresAt } = approval;
  const { tenantId, requestId } = identity;
  const { alert, requestedBy } = request;
  const { id: userId, userPrincipalName, userType } = user;
  const why = detail('stillAwaited', { user: referenceText(reference), time: expiresAt });
  return {
    specversion: '1.0',
    id: reminderId(id),
    source: eventSource(tenantId),
    type: 'io.github.session-revoker.reminder.v1',
    subject: reason.status,
    time: halfwayOf(approval).toISOString(),
    datacontenttype: 'application/json',
    data: compact({
      confirmation: { id, expiresAt },
      outcomeId,
      requestId,
      tenantId,
      status: reason.status,
      message: detailIn(locale, why),
      detail: detailIn(locale, reason.detail),
      user: writtenUser(compact({ reference, id: userId, userPrincipalName, userType })),
      alert,
      requestedBy,
      requestedAt,
    }),
  };
}
