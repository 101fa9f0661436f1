import type { MethodEventId, OutcomeId } from '../../shared/core/ids';
import { storedId } from '../../shared/core/ids';
import type { MethodStatus } from '../../shared/core/outcome';
import { detail } from '../../shared/core/detail';
import { methodMessage } from '../../shared/messages/method-message';
import { reminderMessage } from '../../shared/messages/reminder-message';
import type { Locale } from '../../shared/messages/sentences/statuses';
import { AVERY_ID, TENANT_ID, anApprovalRequest } from './builders';

/** The body of the event of a method that has answered after its outcome. */
export function lateMethod(status: MethodStatus, locale: Locale = 'en'): Uint8Array {
  const failed = status === 'failed' && { detail: detail('sharePointNotEnabled') };
  return methodMessage(
    {
      id: storedId<MethodEventId>('m-1'),
      outcomeId: storedId<OutcomeId>('4f2d'),
      requestId: 'inc-7',
      tenantId: TENANT_ID,
      user: {
        reference: { kind: 'id', id: AVERY_ID },
        id: AVERY_ID,
        userPrincipalName: 'avery@contoso.com',
      },
      method: { name: 'sharePoint', status, attempts: 3, requestIds: ['s-1'], ...failed },
      completedAt: '2026-11-23T10:00:42.000Z',
    },
    locale,
  ).body;
}

/** The body of the event that announces a request for approval once more. */
export function aReminder(
  status: 'awaitingConfirmation' | 'held' = 'awaitingConfirmation',
  locale: Locale = 'en',
): Uint8Array {
  const reason = { rule: 'confirmation-asked-for', status, detail: detail('approvalRequested') } as const;
  return reminderMessage(anApprovalRequest({ reason }), locale).body;
}
