import { describe, expect, it } from '@jest/globals';
import { customEvent } from '../../../shared/adapters/telemetry/custom-event';
import { spanContextOf } from '../../../shared/adapters/telemetry/traceparent';
import { AVERY_ID, TENANT_ID } from '../../support/builders';
import { outcomeOf, outcomes } from '../../support/outcomes';

const pending = outcomes['sign-out-pending'] ?? outcomeOf('failed');
const inForce = { mode: 'whatIf', policyDigest: '5a0f' } as const;

describe('the event of an outcome', () => {
  it('contains the status and the ids, and how long each step took', () =>
    expect(
      customEvent({ kind: 'outcome', outcome: pending, durationsMs: { lookUp: 12.34, total: 40 }, inForce }),
    ).toEqual({
      name: 'RevocationOutcome',
      properties: {
        outcomeId: '4f2d',
        status: 'signOutPending',
        mode: 'revoke',
        tenantId: TENANT_ID,
        userId: AVERY_ID,
        verified: 'true',
        source: 'Sentinel',
        severity: 'High',
        appMode: 'whatIf',
        policyDigest: '5a0f',
      },
      measurements: { lookUpMs: 12.3, totalMs: 40, attempts: 2 },
    }));
  it('contains what a what-if predicts', () =>
    expect(
      customEvent({ kind: 'outcome', outcome: outcomes['what-if'] ?? pending, durationsMs: {}, inForce })
        .properties,
    ).toMatchObject({
      status: 'whatIf',
      predicted: 'signOutPending',
    }));
  it('contains no personal data but object ids, whatever senders write', () => {
    const alert = { provider: 'avery@contoso.com', severity: '<avery>', title: 'Avery', id: 'avery' };
    for (const outcome of Object.values(outcomes)) {
      const suspicious = { ...outcome, alert, reason: 'avery' };
      const event = customEvent({ kind: 'outcome', outcome: suspicious, durationsMs: {}, inForce });
      expect(JSON.stringify(event).toLowerCase()).not.toMatch(/avery|@|inc-7/);
    }
  });
});

describe('the event of a failed delivery', () => {
  it('names the kind of error', () =>
    expect(customEvent({ kind: 'deliveryFailed', error: 'ServiceBusError' })).toEqual({
      name: 'RevocationDeliveryFailed',
      properties: { error: 'ServiceBusError' },
      measurements: {},
    }));
});

describe('the event of an outcome that is published again', () => {
  it('names the outcome', () => {
    const { id, requestId, status, mode } = pending;
    const summary = { id, requestId, status, mode, userId: 'u' };
    expect(customEvent({ kind: 'republished', summary })).toEqual({
      name: 'RevocationOutcomeRepublished',
      properties: { outcomeId: id, status },
      measurements: {},
    });
  });
});

describe('the event of a request that waits', () => {
  it('contains the reason, the time of the next try, and how long the request will have waited by then', () =>
    expect(
      customEvent({
        kind: 'waiting',
        messageKey: 'k',
        reason: 'throttled',
        attempts: 3,
        until: new Date('2026-11-23T10:05:00Z'),
        waitingMs: 300_000,
      }),
    ).toEqual({
      name: 'RevocationRequestWaiting',
      properties: { messageKey: 'k', because: 'throttled', until: '2026-11-23T10:05:00.000Z' },
      measurements: { waitingMs: 300_000, attempts: 3 },
    }));
});

describe('a traceparent', () => {
  const [traceId, spanId] = ['0af7651916cd43dd8448eb211c80319c', 'b7ad6b7169203331'];
  it('names a trace and a span', () =>
    expect(spanContextOf(`00-${traceId}-${spanId}-01`)).toEqual({
      traceId,
      spanId,
      traceFlags: 1,
      isRemote: true,
    }));
  it.each([
    '',
    'x',
    `00-${'0'.repeat(32)}-${spanId}-01`,
    `00-${traceId}-${'0'.repeat(16)}-01`,
    `00-${traceId}-01`,
  ])('that is malformed is ignored: %s', (text) => expect(spanContextOf(text)).toBeUndefined());
});
