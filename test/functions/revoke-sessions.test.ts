import { describe, expect, it } from '@jest/globals';
import { InvocationContext } from '@azure/functions';
import { incomingMessage } from '../../functions/incoming-message';
import { revokeSessions, revokeSessionsHandler } from '../../functions/revoke-sessions';
import type { IncomingMessage } from '../../shared/shell/process-message';
import { outcomes } from '../support/outcomes';

function invocation(triggerMetadata: Record<string, unknown>, logged: string[] = []): InvocationContext {
  return new InvocationContext({
    functionName: 'revokeSessions',
    invocationId: 'i-1',
    triggerMetadata,
    traceContext: { traceParent: '00-11111111111111111111111111111111-2222222222222222-01' },
    logHandler: (_level, ...args) => void logged.push(args.join(' ')),
  });
}

describe('the trigger', () => {
  const { trigger } = revokeSessions('requests', () => Promise.resolve([]));
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
    const handle = revokeSessionsHandler(() => Promise.resolve(Object.values(outcomes)));
    await handle(Buffer.from('{}'), invocation({}, logged));
    expect(logged).toHaveLength(Object.keys(outcomes).length);
    expect(logged[0]).toBe(
      'signOutPending mode=revoke user=0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a01 outcome=4f2d',
    );
    expect(logged[1]).toContain('whatIf (signOutPending) mode=whatIf');
    expect(logged.join('\n')).not.toMatch(/@|inc-7|Password/);
  });
  it('gives the message back when it could not be answered', async () => {
    const handle = revokeSessionsHandler(() => Promise.reject(new Error('The topic is down.')));
    await expect(Promise.resolve(handle(Buffer.from('{}'), invocation({})))).rejects.toThrow(
      'The topic is down.',
    );
  });
});

describe('the message of an invocation', () => {
  const read = (metadata: Record<string, unknown>): IncomingMessage =>
    incomingMessage(Buffer.from('x'), invocation(metadata));
  it('has the body’s very bytes', () =>
    expect(incomingMessage(Buffer.from([0, 255]), invocation({})).body).toEqual(Buffer.from([0, 255])));
  it.each([
    ['text', '{"a":1}', '{"a":1}'],
    ['the meaning of JSON', { a: 1 }, '{"a":1}'],
    ['nothing', undefined, ''],
    ['an ArrayBuffer', new Uint8Array([120]).buffer, 'x'],
  ])('has bytes even if the host hands over %s', (_what, body, text) =>
    expect(Buffer.from(incomingMessage(body, invocation({})).body).toString('utf8')).toBe(text),
  );
  it('has what the broker says of it', () =>
    expect(
      read({
        messageId: 'm-1',
        contentType: 'application/json',
        sequenceNumber: 7,
        enqueuedTime: '2026-11-23T10:00:00+00:00',
        enqueuedTimeUtc: '2026-11-23T10:00:00',
        deliveryCount: 1,
      }),
    ).toMatchObject({
      messageId: 'm-1',
      contentType: 'application/json',
      sequenceNumber: '7',
      enqueuedAt: '2026-11-23T10:00:00+00:00',
    }));
  it('has an id even if the worker made a number or a truth of it', () => {
    expect(read({ messageId: 100_000 }).messageId).toBe('100000');
    expect(read({ messageId: true }).messageId).toBe('true');
  });
  it('has no id that lost its last digits on the way, lest two messages share it', () =>
    expect(read({ messageId: Number('12345678901234567890') })).not.toHaveProperty('messageId'));
  it('takes nothing for granted', () =>
    expect(read({ messageId: {}, contentType: 5, sequenceNumber: null, applicationProperties: 'x' })).toEqual(
      {
        body: Buffer.from('x'),
        traceparent: '00-11111111111111111111111111111111-2222222222222222-01',
      },
    ));
  it.each(['traceparent', 'diagnostic-Id', 'Diagnostic-Id'])(
    'is in the trace that its property %s names',
    (name) => expect(read({ applicationProperties: { [name]: 'theirs' } }).traceparent).toBe('theirs'),
  );
});
