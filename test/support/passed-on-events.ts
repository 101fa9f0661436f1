import type { MethodEventId, OutcomeId } from '../../shared/core/ids';
import { storedId } from '../../shared/core/ids';
import type { MethodStatus } from '../../shared/core/outcome';
import { detail } from '../../shared/core/detail';
import type { Eviction } from '../../shared/core/eviction';
import { evictionMessage } from '../../shared/messages/eviction-message';
import { methodMessage } from '../../shared/messages/method-message';
import { reminderMessage } from '../../shared/messages/reminder-message';
import type { Locale } from '../../shared/messages/sentences/statuses';
import { AVERY_ID, TENANT_ID, anApprovalRequest } from './builders';
import { aSignIn, aWatch, minute } from './watches';

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

/** A verdict of each kind, by its name. */
export const evictions = {
  returned: {
    verdict: 'returned',
    session: 'new',
    signIn: { ...aSignIn(3, 5).signIn, seenIn: 'interactive', device: 'Windows 11, Edge' },
  },
  confirmed: { verdict: 'confirmed' },
  unknown: { verdict: 'unknown', reason: 'logSilent' },
} as const satisfies Readonly<Record<Eviction['verdict'], Eviction>>;

/** The body of the event that says whether a revocation held. */
export function anEviction(verdict: Eviction['verdict'], locale: Locale = 'en'): Uint8Array {
  const decidedAt = new Date(minute(5));
  const given = { watch: aWatch(), eviction: evictions[verdict], decidedAt, onReturn: 'revoke' } as const;
  return evictionMessage(given, locale).body;
}
