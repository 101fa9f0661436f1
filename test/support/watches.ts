import type { OutcomeId } from '../../shared/core/ids';
import { storedId } from '../../shared/core/ids';
import type { Watch } from '../../shared/core/watch';
import type { TrueSignIn } from '../twins/in-memory-sign-in-log';
import { AVERY_ID, TENANT_ID } from './builders';

export const MINUTE = 60_000;
/** When the watched revocation of the tests was made. */
export const REVOKED_AT = Date.parse('2026-11-23T10:00:00.000Z');

/** A time of a test, by its minute after the revocation. */
export const minute = (minutes: number): number => REVOKED_AT + minutes * MINUTE;

/** The revocation of Avery that is watched, with a bound of 90 minutes. */
export function aWatch(changes: Partial<Watch> = {}): Watch {
  return {
    outcomeId: storedId<OutcomeId>('4f2d'),
    requestId: 'inc-7',
    tenantId: TENANT_ID,
    user: { id: AVERY_ID, reference: 'avery@contoso.com', userPrincipalName: 'avery@contoso.com' },
    receivedBy: 'webhook:siem',
    alert: { provider: 'Sentinel', id: 'a-1', title: 'Token theft', severity: 'high' },
    revokedAt: new Date(REVOKED_AT).toISOString(),
    effectiveNoLaterThan: new Date(minute(90)).toISOString(),
    ...changes,
  };
}

/** A success of Avery, and when the log shows it; both in minutes after the revocation. */
export function aSignIn(at: number, enters: number, changes: Partial<TrueSignIn> = {}): TrueSignIn {
  return {
    signIn: {
      id: `sign-in-${String(at)}`,
      userId: AVERY_ID,
      at: minute(at),
      application: 'Microsoft Teams',
      client: 'Browser',
      ipAddress: '203.0.113.7',
      city: 'Lyon',
      country: 'FR',
    },
    log: 'interactive',
    entersAt: minute(enters),
    ...changes,
  };
}
