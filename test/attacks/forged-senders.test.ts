import { describe, expect, it } from '@jest/globals';
import { HttpRequest, InvocationContext } from '@azure/functions';
import fc from 'fast-check';
import { receiveAlert as receiveAlertOverHttp } from '../../functions/receive-alert';
import { processMessage } from '../../shared/app/process-message';
import type { IncomingMessage } from '../../shared/app/incoming-message';
import { receiveAlert } from '../../shared/app/receive-alert';
import type { ReceivedBy } from '../../shared/core/received-by';
import type { Channel } from '../../shared/messages/message-history';
import { propertiesOf, readHistory } from '../../shared/messages/message-history';
import type { NewMessage, OriginalMessage } from '../../shared/ports/request-queue';
import type { Policy } from '../../shared/core/policy';
import type { WebhookRequest } from '../../shared/webhook/admission';
import { OTHER_TENANT_ID } from '../support/builders';
import { appOfTwins, members, resultOfBytes } from '../support/app';
import { approve } from '../support/conversation-with-twins';
import { inMemoryRequestQueue } from '../twins/in-memory-request-queue';

const avery = members[0]?.id ?? '';
const ENQUEUED_AT = '2026-11-23T09:59:00.000Z';

interface Sent {
  readonly body: unknown;
  readonly messageId?: string;
  readonly properties?: Readonly<Record<string, string | number | boolean>>;
  readonly channel?: Channel;
  readonly enqueuedAt?: string;
}

/** A message as the function of a queue reads it. */
function arriving({
  body,
  messageId = 'message-1',
  properties = {},
  channel = 'open',
  enqueuedAt = ENQUEUED_AT,
}: Sent): IncomingMessage {
  return {
    body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
    history: readHistory({ messageId, enqueuedAt, sequenceNumber: '1' }, properties, channel),
    properties,
    contentType: 'application/json',
  };
}

/** The properties with which the app marks what came from a sender. */
function from(receivedBy: ReceivedBy, requestId?: string): Sent['properties'] {
  const origin = requestId === undefined ? {} : { messageId: requestId };
  return { ...propertiesOf({ origin, attempts: 0, receivedBy }) };
}

function appThat(policy: Partial<Policy> = {}) {
  const app = appOfTwins(policy);
  return {
    ...app,
    send: (sent: Sent) => processMessage(app.dependencies, arriving(sent)),
    data: () => app.resultsTopic.published.map(({ body }) => resultOfBytes(body).data),
    statuses: () => app.resultsTopic.published.map(({ subject }) => subject),
  };
}

describe('who sends to the request queue cannot pass for another sender', () => {
  const onlySiem = [
    { name: 'sources[0]', receivedBy: 'webhook:siem', effect: 'revoke' },
    { name: 'sources[1]', effect: 'whatIf' },
  ] as const;
  it.each<[string, Sent['properties'], Channel, string]>([
    ['with its mark, on the request queue', from('webhook:siem'), 'open', 'whatIf'],
    ['with its mark, on a queue of the app', from('webhook:siem'), 'own', 'signOutPending'],
    ['as a copy that waited', { ...from('webhook:siem'), revocationAttempts: 3 }, 'open', 'whatIf'],
    ['as a replay', { ...from('webhook:siem'), revocationReplay: '7@now' }, 'open', 'whatIf'],
    ['without a mark', {}, 'own', 'whatIf'],
  ])('%s', async (_how, properties, channel, status) => {
    const app = appThat({ sources: onlySiem });
    await app.send({ body: { user: 'avery@contoso.com' }, ...(properties && { properties }), channel });
    expect(app.statuses()).toEqual([status]);
  });
  it('and the audit names the sender that was proven', async () => {
    const app = appThat();
    await app.send({ body: { user: 'avery@contoso.com' } });
    await app.send({
      body: { user: 'blake@contoso.com' },
      messageId: 'message-2',
      properties: from('webhook:siem', 'r-1') ?? {},
    });
    expect(app.data().map(({ receivedBy }) => receivedBy)).toEqual(['queue', 'unproven:webhook:siem']);
  });
  it('however a message claims it: no properties on the request queue give the trust of another channel', async () => {
    const trusted = fc.constantFrom<ReceivedBy[]>('webhook:siem', 'entra:app', 'issuer:https://idp/');
    const properties = fc.record(
      {
        revocationReceivedBy: trusted,
        revocationAttempts: fc.integer({ min: 1, max: 9 }),
        revocationReplay: fc.string(),
        revocationOriginId: fc.string(),
        revocationCameBy: fc.constant('webhook'),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(properties, async (written) => {
        const app = appThat();
        await app.send({ body: { user: 'avery@contoso.com' }, properties: written });
        expect(app.data()[0]?.receivedBy).toMatch(/^(?:queue|unproven)/);
      }),
    );
  });
});

describe('nobody decides over HTTP', () => {
  it.each<[string, ReceivedBy]>([
    ['whose name can be read', 'webhook:siem'],
    ['whose name cannot be read', 'entra:'],
  ])('not a caller %s', async (_who, caller) => {
    const app = appThat();
    await app.send({ body: { user: 'avery@contoso.com', confirm: true } });
    const decision = approve(app.data()[0]?.confirmation?.id ?? '');
    const intakeQueue = inMemoryRequestQueue();
    const receiving = { ...app.dependencies, intakeQueue, senders: [] };
    const body = Buffer.from(JSON.stringify(decision));
    await receiveAlert(receiving, { body, headers: { 'content-type': 'application/json' }, caller });
    for (const { id, properties } of intakeQueue.sent) {
      await app.send({ body: decision, messageId: id, properties, channel: 'own' });
    }
    expect(app.statuses()).toEqual(['awaitingConfirmation', 'rejected']);
    // The version before knows a property alone.
    expect(intakeQueue.sent[0]?.properties).toMatchObject({ revocationCameBy: 'webhook' });
  });
});

describe('ids of two senders do not meet', () => {
  it('in the ledger: each request is answered by an outcome of its own', async () => {
    const app = appThat();
    const senders: readonly ReceivedBy[] = ['queue', 'webhook:siem', 'webhook:edr', 'entra:app'];
    for (const sender of senders) {
      await app.send({
        body: { id: 'incident-7', user: 'avery@contoso.com', reason: sender },
        channel: 'own',
        properties: from(sender) ?? {},
      });
    }
    expect(app.statuses()).toEqual(senders.map(() => 'signOutPending'));
    expect(new Set(app.resultsTopic.published.map(({ messageId }) => messageId)).size).toBe(senders.length);
  });
  it('in the broker: an Idempotency-Key of one caller drops no alert of another', async () => {
    const app = appOfTwins();
    const intakeQueue = inMemoryRequestQueue();
    const receiving = { ...app.dependencies, intakeQueue, senders: [] };
    const headers = { 'content-type': 'application/json', 'idempotency-key': 'incident-7' };
    const callers: readonly ReceivedBy[] = ['webhook:key-1', 'webhook:key-2', 'webhook:key-1', 'entra:app'];
    for (const caller of callers) {
      const body = Buffer.from('{"user":"avery@contoso.com"}');
      expect(await receiveAlert(receiving, { body, headers, caller })).toMatchObject({
        requestId: 'incident-7',
      });
    }
    expect(intakeQueue.sent).toHaveLength(3);
  });
  it('and a holder of one key has one name, whatever is written beside the key', async () => {
    const senders = new Set<unknown>();
    const receive = ({ caller }: WebhookRequest) => {
      senders.add(caller);
      return Promise.resolve({ kind: 'accepted', requestId: 'r', isToken: false } as const);
    };
    const { handler } = receiveAlertOverHttp(receive, 'functionKey');
    // The host compares the first value with its keys, ignores case in the query, and joins what it passes on.
    const spellings: readonly (readonly [Record<string, string>, Record<string, string>])[] = [
      [{ 'x-functions-key': 'secret' }, {}],
      [{ 'x-functions-key': 'secret,1' }, {}],
      [{ 'x-functions-key': 'secret, 2' }, { code: 'other' }],
      [{}, { code: 'secret' }],
      [{}, { code: 'secret,3' }],
      [{}, { Code: 'secret' }],
    ];
    for (const [headers, query] of spellings) {
      const request = new HttpRequest({
        url: 'http://x/',
        method: 'POST',
        headers,
        query,
        body: { string: '{}' },
      });
      await handler(request, new InvocationContext({ logHandler: () => undefined }));
    }
    expect([...senders]).toHaveLength(1);
  });
  it('nor do those of one caller: another body under the same key is answered, and not dropped', async () => {
    const app = appThat();
    const intakeQueue = inMemoryRequestQueue();
    const receiving = { ...app.dependencies, intakeQueue, senders: [] };
    const headers = { 'content-type': 'application/json', 'idempotency-key': 'constant' };
    for (const user of ['avery', 'avery', 'blake']) {
      const body = Buffer.from(JSON.stringify({ user: `${user}@contoso.com` }));
      await receiveAlert(receiving, { body, headers, caller: 'webhook:key-1' });
    }
    for (const { body, id, properties } of intakeQueue.sent) {
      await app.send({ body: Buffer.from(body).toString(), messageId: id, properties, channel: 'own' });
    }
    expect(app.statuses()).toEqual(['signOutPending', 'rejected']);
  });
  it('nor those of a sender with those of the app itself', async () => {
    const app = appThat();
    const message: NewMessage[] = [];
    const intakeQueue = {
      send: (sent: NewMessage) => {
        message.push(sent);
        return Promise.resolve();
      },
    };
    const headers = { 'content-type': 'application/json', 'idempotency-key': 'expiry-1' };
    const receiving = { ...app.dependencies, intakeQueue, senders: [] };
    await receiveAlert(receiving, { body: Buffer.from('{}'), headers, caller: 'webhook:key-1' });
    expect(message[0]?.id).toMatch(/^intake-[\da-f]{64}$/);
  });
});

describe('no sender suppresses a later alert of another', () => {
  const alert = { provider: 'Sentinel', id: 'incident-7' };
  const request = { user: 'avery@contoso.com', alert };
  it.each([
    ['enqueued after the revocation', '2026-11-23T10:05:00.000Z', 'signOutPending'],
    ['enqueued within the skew of clocks', '2026-11-23T09:59:58.000Z', 'signOutPending'],
    ['enqueued before the revocation', '2026-11-23T09:58:00.000Z', 'duplicate'],
  ])('by an alert of its own: one %s', async (_when, enqueuedAt, status) => {
    const app = appThat();
    await app.send({ body: request, messageId: 'forged' });
    app.clock.advance(600_000);
    await app.send({
      body: request,
      messageId: 'true',
      channel: 'own',
      properties: from('webhook:siem') ?? {},
      enqueuedAt,
    });
    expect(app.statuses()).toEqual(['signOutPending', status]);
  });
});

describe('an alert in a format for which a signature is demanded', () => {
  const policy = { provenFormats: { native: ['webhook:siem'] } } as const;
  it.each<[ReceivedBy, string]>([
    ['webhook:siem', 'signOutPending'],
    ['webhook:edr', 'rejected'],
    ['queue', 'rejected'],
    ['unproven', 'rejected'],
    ['issuer:https://idp/', 'rejected'],
  ])('from %s ends %s', async (sender, status) => {
    const app = appThat(policy);
    await app.send({ body: { user: 'avery@contoso.com' }, channel: 'own', properties: from(sender) ?? {} });
    expect(app.statuses()).toEqual([status]);
    expect(app.tenant.revoked).toEqual(status === 'rejected' ? [] : [avery]);
  });
});

describe('a replay', () => {
  const body = { user: 'avery@contoso.com', tenantId: OTHER_TENANT_ID };
  const siem = { body, channel: 'own', properties: from('webhook:siem', 'r-1') ?? {} } as const;
  const replayOf = (
    { history, properties = {}, ...kept }: OriginalMessage,
    changed?: unknown,
  ): IncomingMessage => {
    const written = { ...properties, ...propertiesOf({ ...history, replay: '7@now' }) };
    const again = arriving({ body: changed ?? Buffer.from(kept.body).toString(), properties: written });
    return again;
  };
  async function kept() {
    const app = appThat();
    await app.send(siem);
    const [first] = app.quarantine.kept;
    if (!first) throw new Error('Nothing was kept.');
    return { app, original: first.original };
  }
  it('has the sender of its original, no matter who brings it', async () => {
    const { app, original } = await kept();
    await processMessage(app.dependencies, replayOf(original));
    expect(app.data().at(-1)?.receivedBy).toBe('webhook:siem');
  });
  it('of another body than the one that was kept has not', async () => {
    const { app, original } = await kept();
    await processMessage(app.dependencies, replayOf(original, { user: 'avery@contoso.com' }));
    expect(app.data().at(-1)?.receivedBy).toBe('unproven:webhook:siem');
  });
  it('of a message that was never kept has not', async () => {
    const app = appThat();
    const { body: _body, ...message } = arriving(siem);
    await processMessage(app.dependencies, replayOf({ ...message, body: Buffer.from('{}'), key: 'k' }));
    expect(app.data().at(-1)?.receivedBy).toBe('unproven:webhook:siem');
  });
});
