import { describe, expect, it } from '@jest/globals';
import { InvocationContext } from '@azure/functions';
import { incomingMessage } from '../../functions/incoming-message';
import { DEAD_LETTER_SCHEDULE, reportDeadLetters } from '../../functions/report-dead-letters';
import { revokeSessions } from '../../functions/revoke-sessions';
import { serviceBusQueue } from '../../functions/service-bus-entity';
import { sweepLedger } from '../../functions/sweep-ledger';
import { summaryOf } from '../../shared/messages/result-message';
import type { IncomingMessage } from '../../shared/app/incoming-message';
import { outcomeOf, outcomes } from '../support/outcomes';

function invocation(triggerMetadata: Record<string, unknown>, logged: string[] = []): InvocationContext {
  return new InvocationContext({
    functionName: 'revokeSessions',
    invocationId: 'i-1',
    triggerMetadata,
    traceContext: { traceParent: '00-11111111111111111111111111111111-2222222222222222-01' },
    logHandler: (_level, ...args) => void logged.push(args.join(' ')),
  });
}

const aTimer = {
  isPastDue: false,
  schedule: { adjustForDST: false },
  scheduleStatus: { last: '', next: '', lastUpdated: '' },
};

describe('the trigger', () => {
  const { trigger } = serviceBusQueue('requests', () => undefined);
  it('takes one message at a time from the queue, as bytes: a text body could overwrite the metadata', () =>
    expect(trigger).toMatchObject({
      type: 'serviceBusTrigger',
      queueName: 'requests',
      connection: 'ServiceBusConnection',
      cardinality: 'one',
      dataType: 'binary',
    }));
});

describe('the handler', () => {
  it('completes the message once it is answered, and logs ids only', async () => {
    const logged: string[] = [];
    const published = Object.values(outcomes).map((outcome) => ({
      kind: 'published' as const,
      outcome: summaryOf(outcome, 'en'),
      republished: outcome.status === 'failed',
    }));
    const handle = revokeSessions(() => Promise.resolve({ published }), { channel: 'open' });
    await handle(Buffer.from('{}'), invocation({}, logged));
    expect(logged).toHaveLength(published.length);
    expect(logged[0]).toBe(
      'signOutPending mode=revoke user=0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a01 outcome=4f2d',
    );
    expect(logged[1]).toContain('whatIf (signOutPending) mode=whatIf');
    expect(logged.find((line) => line.startsWith('failed'))).toMatch(/ republished$/);
    expect(logged.join('\n')).not.toMatch(/@|inc-7|Password/);
  });
  it('completes a message that is retried, and logs when and why', async () => {
    const logged: string[] = [];
    const at = new Date('2026-11-23T10:05:00.000Z');
    const retry = { kind: 'retry', at, reason: 'throttled' } as const;
    await revokeSessions(() => Promise.resolve({ published: [], retry }), { channel: 'open' })(
      Buffer.from('{}'),
      invocation({}, logged),
    );
    expect(logged).toEqual(['retry at 2026-11-23T10:05:00.000Z reason=throttled']);
  });
  it('rejects when the message could not be answered, so that it is redelivered', async () => {
    const handle = revokeSessions(() => Promise.reject(new Error('The topic is down.')), { channel: 'open' });
    await expect(Promise.resolve(handle(Buffer.from('{}'), invocation({})))).rejects.toThrow(
      'The topic is down.',
    );
  });
});

describe('the timer of dead letters', () => {
  it('runs at the beginning of every minute', () => expect(DEAD_LETTER_SCHEDULE).toBe('0 */1 * * * *'));
  it('logs what became of each, by ids, and each that failed as an error', async () => {
    const logged: string[] = [];
    const outcome = summaryOf(outcomeOf('failed'), 'en');
    const processed = [{ published: [{ kind: 'published' as const, outcome, republished: false }] }];
    await reportDeadLetters(() => Promise.resolve({ processed, failures: ['TypeError'] }))(
      aTimer,
      invocation({}, logged),
    );
    expect(logged).toEqual([expect.stringMatching(/^failed mode=/), 'dead letter failed error=TypeError']);
  });
});

describe('the sweep of the ledger', () => {
  const none = (): Promise<number> => Promise.resolve(0);
  const broken = (): Promise<number> => Promise.reject(new Error('unreachable'));
  const three = (): Promise<number> => Promise.resolve(3);
  const kept = () => Promise.resolve({ opened: ['b'], signed: ['a'] });
  it.each([
    [
      'entries that were removed',
      { removeExpired: three, resumeDecisions: none },
      ['removed 3 expired ledger entries'],
    ],
    [
      'decisions that were resumed',
      { removeExpired: none, resumeDecisions: three },
      ['resumed 3 decisions whose messages were lost'],
    ],
    ['nothing when there was nothing to do', { removeExpired: none, resumeDecisions: none }, []],
    [
      'what it has done for the seal',
      { removeExpired: none, resumeDecisions: none, keepSeal: kept },
      ['opened the segment b of the seal', 'signed the head of a'],
    ],
    [
      'each false positive',
      {
        removeExpired: none,
        resumeDecisions: none,
        restoreFalsePositives: () =>
          Promise.resolve([
            { kind: 'approved', requestId: 'a' },
            { kind: 'left', requestId: 'b"', why: 'it was tried once' },
            { kind: 'failed', failure: new Error('away') },
          ] as const),
      },
      [
        'the containment of "a" is undone: a false positive',
        String.raw`the containment of "b\"" is a false positive and is left: it was tried once`,
        'a false positive could not be restored: Error: away',
      ],
    ],
  ])('logs %s', async (_what, sweep, lines) => {
    const logged: string[] = [];
    const all = { restoreFalsePositives: () => Promise.resolve([]), ...sweep };
    await sweepLedger(all)(aTimer, invocation({}, logged));
    expect(logged).toEqual(lines);
  });
  it('does one part if the other fails, and fails', async () => {
    const logged: string[] = [];
    for (const sweep of [
      { removeExpired: three, resumeDecisions: broken },
      { removeExpired: broken, resumeDecisions: three },
      {
        removeExpired: three,
        resumeDecisions: none,
        keepSeal: () => Promise.reject(new Error('unreachable')),
      },
      {
        removeExpired: three,
        resumeDecisions: none,
        restoreFalsePositives: () => Promise.reject(new Error('unreachable')),
      },
    ]) {
      const all = { restoreFalsePositives: () => Promise.resolve([]), ...sweep };
      await expect(sweepLedger(all)(aTimer, invocation({}, logged))).rejects.toThrow('unreachable');
    }
    expect(logged).toHaveLength(4);
  });
});

describe('the message of an invocation', () => {
  const read = (metadata: Record<string, unknown>): IncomingMessage =>
    incomingMessage(Buffer.from('x'), invocation(metadata), 'open');
  it('has exactly the bytes of the body', () =>
    expect(Buffer.from(incomingMessage(Buffer.from([0, 255]), invocation({}), 'open').body)).toEqual(
      Buffer.from([0, 255]),
    ));
  it.each([
    ['text', '{"a":1}', '{"a":1}'],
    ['parsed JSON', { a: 1 }, '{"a":1}'],
    ['nothing', undefined, ''],
    ['an ArrayBuffer', new Uint8Array([120]).buffer, 'x'],
    ['a list of bytes', [Buffer.from('{"user"'), Buffer.from(':1}')], '{"user":1}'],
    ['a sequence of values', [{ user: 1n }, null], '[{"user":"1"},null]'],
    ['null', null, ''],
  ])('has bytes even if the host passes %s', (_what, body, text) =>
    expect(Buffer.from(incomingMessage(body, invocation({}), 'open').body).toString('utf8')).toBe(text),
  );
  it('has the broker’s properties', () =>
    expect(
      read({
        messageId: 'm-1',
        contentType: 'application/json',
        sequenceNumber: 7,
        enqueuedTime: '2026-11-23T10:00:00+00:00',
        enqueuedTimeUtc: '2026-11-23T11:00:00',
        deliveryCount: 1,
      }),
    ).toMatchObject({
      contentType: 'application/json',
      deliveryCount: 1,
      history: {
        origin: { messageId: 'm-1', sequenceNumber: '7', enqueuedAt: '2026-11-23T10:00:00.000Z' },
        attempts: 0,
      },
    }));
  it('reads a time without a zone as UTC', () =>
    expect(read({ enqueuedTimeUtc: '2026-11-23T10:00:00.5' }).history.origin.enqueuedAt).toBe(
      '2026-11-23T10:00:00.500Z',
    ));
  it('has the id as it was written, where the worker passes it', () =>
    expect(read({ messageId: 100_000, writtenMessageId: '1e5' }).history.origin.messageId).toBe('1e5'));
  it.each([100_000, true, null, { a: 1 }, '12', Number('12345678901234567890')])(
    'has no id where only its parsed value is known, which several ids share: %j',
    (messageId) => expect(read({ messageId }).history.origin).not.toHaveProperty('messageId'),
  );
  it('ignores metadata of an unexpected type', () =>
    expect(
      read({
        messageId: {},
        contentType: 5,
        sequenceNumber: null,
        enqueuedTime: 'soon',
        deliveryCount: 'often',
        applicationProperties: 'x',
      }),
    ).toEqual({
      body: new Uint8Array(Buffer.from('x')),
      history: { origin: {}, attempts: 0, receivedBy: 'queue' },
      properties: {},
      traceparent: '00-11111111111111111111111111111111-2222222222222222-01',
    }));
  it('keeps the properties that are plain values', () =>
    expect(read({ applicationProperties: { a: 1, b: 'x', c: true, d: {}, e: null } }).properties).toEqual({
      a: 1,
      b: 'x',
      c: true,
    }));
  it('has the history of its original if it is a copy', () =>
    expect(
      read({ messageId: 'copy', applicationProperties: { revocationAttempts: 2, revocationOriginId: 'm-1' } })
        .history,
    ).toEqual({ origin: { messageId: 'm-1' }, attempts: 2, receivedBy: 'unproven' }));
  const theirs = '00-33333333333333333333333333333333-4444444444444444-01';
  it.each(['traceparent', 'diagnostic-Id', 'Diagnostic-Id'])(
    'is in the trace that its property %s names',
    (name) => expect(read({ applicationProperties: { [name]: theirs } }).traceparent).toBe(theirs),
  );
  it('is in the trace of the invocation if its own property names none', () =>
    expect(read({ applicationProperties: { traceparent: 'theirs' } }).traceparent).toMatch(/^00-1{32}-/));
  it('is in no trace if the host passes an empty one', () => {
    const context = new InvocationContext({ triggerMetadata: {}, traceContext: { traceParent: '' } });
    expect(incomingMessage(Buffer.from('x'), context, 'open')).not.toHaveProperty('traceparent');
  });
});
