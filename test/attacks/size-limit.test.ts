import { describe, expect, it } from '@jest/globals';
import type {
  ServiceBusClient,
  ServiceBusMessage,
  ServiceBusReceivedMessage,
  ServiceBusSender,
} from '@azure/service-bus';
import fc from 'fast-check';
import { keptMessage } from '../../shared/adapters/service-bus/kept-message';
import { serviceBusQuarantine } from '../../shared/adapters/service-bus/service-bus-quarantine';
import { serviceBusRequestQueue } from '../../shared/adapters/service-bus/service-bus-request-queue';
import type { IncomingMessage } from '../../shared/app/incoming-message';
import { originalOf } from '../../shared/app/incoming-message';
import { fetchOriginal } from '../../shared/app/fetch-original';
import { processMessage } from '../../shared/app/process-message';
import { readHistory } from '../../shared/messages/message-history';
import { textDetail } from '../../shared/core/detail';
import { summaryOf } from '../../shared/messages/result-message';
import { LOST_BYTES, ORIGINAL_REFERENCE } from '../../shared/messages/stored-original';
import type { MessageProperties } from '../../shared/ports/request-queue';
import { TooLarge } from '../../shared/ports/too-large';
import { MAX_WEBHOOK_BYTES, admit } from '../../shared/webhook/admission';
import { aMessage, appOfTwins, resultOfBytes } from '../support/app';
import { fixedClock } from '../support/fixed-clock';
import { outcomeOf } from '../support/outcomes';
import { sizeLimitedSender } from '../support/size-limited-sender';
import { inMemoryOriginals } from '../twins/in-memory-originals';

/** A client of which only the sender is used. */
function clientOf(sender: Pick<ServiceBusSender, 'sendMessages'>): ServiceBusClient {
  return { createSender: () => sender } as unknown as ServiceBusClient;
}

const AT = new Date('2026-11-23T11:00:00.000Z');

/** What the host makes of a copy when it comes. */
function arrived({ body, contentType, applicationProperties = {} }: ServiceBusMessage): IncomingMessage {
  return {
    body: body as Buffer,
    history: readHistory({ messageId: 'a copy' }, applicationProperties, 'own'),
    properties: applicationProperties as MessageProperties,
    ...(contentType !== undefined && { contentType }),
  };
}

/** A message that a sender could send: at most 256 KB in all. */
const messages = fc
  .record({
    bodyBytes: fc.oneof(fc.integer({ min: 0, max: 261_000 }), fc.integer({ min: 235_000, max: 261_000 })),
    properties: fc.array(fc.integer({ min: 0, max: 30_000 }), { maxLength: 6 }),
    character: fc.constantFrom('x', 'é', '€'),
  })
  .map(({ bodyBytes, properties, character }) => {
    let left = 62_000;
    const written = properties.map((length, n): [string, string] => {
      const text = character.repeat(Math.min(length, left) / Buffer.byteLength(character));
      left -= Buffer.byteLength(text);
      return [`property${String(n)}`, text];
    });
    const body = Buffer.alloc(Math.min(bodyBytes, 199_000 + left), 'x');
    return aMessage(body, { properties: Object.fromEntries(written), contentType: 'text/plain' });
  });

describe('a message near the size limit', () => {
  it('is scheduled and comes back as it was, whatever its body and its properties', async () => {
    await fc.assert(
      fc.asyncProperty(messages, async (message) => {
        const [sender, originals] = [sizeLimitedSender(), inMemoryOriginals(fixedClock())];
        const queue = serviceBusRequestQueue(sender, originals);
        await queue.schedule(originalOf({ ...message, history: { ...message.history, attempts: 1 } }), AT);
        const [copy] = sender.sent;
        const fetched = await fetchOriginal({ originals }, arrived(copy ?? { body: '' }));
        expect(Buffer.from(fetched.body).equals(Buffer.from(message.body))).toBe(true);
        expect(fetched).toMatchObject({ contentType: 'text/plain', properties: message.properties });
        expect(originalOf(fetched).key).toBe(originalOf(message).key);
      }),
      { numRuns: 60 },
    );
  });
  it('is stored again with each copy, so that no sweep removes it before the copy comes', async () => {
    const [clock, sender] = [fixedClock(), sizeLimitedSender()];
    const originals = inMemoryOriginals(clock);
    const original = originalOf(aMessage('x'.repeat(250_000), { history: { origin: {}, attempts: 1 } }));
    const queue = serviceBusRequestQueue(sender, originals);
    await queue.schedule(original, AT);
    clock.advance(60_000);
    const between = clock.now();
    clock.advance(60_000);
    await queue.schedule({ ...original, history: { ...original.history, attempts: 2 } }, AT);
    expect(sender.sent).toHaveLength(2);
    expect(await originals.sweep(between)).toBe(0);
  });
  it('is kept in quarantine whatever its body, its properties and the reason are', async () => {
    await fc.assert(
      fc.asyncProperty(messages, fc.constantFrom('x', '€', '\u{1F600}'), async (message, character) => {
        const [sender, originals] = [sizeLimitedSender(), inMemoryOriginals(fixedClock())];
        const detail = textDetail(character.repeat(9000));
        const outcome = summaryOf({ ...outcomeOf('rejected'), requestId: 'r'.repeat(512), detail }, 'en');
        await serviceBusQuarantine(clientOf(sender), 'q', originals).keep(originalOf(message), outcome);
        const [kept] = sender.sent;
        const { original, isMissing } = await keptMessage(kept as ServiceBusReceivedMessage, originals);
        expect(isMissing).toBeUndefined();
        expect(Buffer.from(original.body).equals(Buffer.from(message.body))).toBe(true);
        expect(original.properties).toEqual(message.properties);
        expect(original.key).toBe(originalOf(message).key);
      }),
      { numRuns: 60 },
    );
  });
  it('that cannot be stored leaves its outcome and its size in quarantine', async () => {
    const sender = sizeLimitedSender();
    const outcome = summaryOf(outcomeOf('rejected'), 'en');
    await serviceBusQuarantine(clientOf(sender), 'q').keep(
      originalOf(aMessage('x'.repeat(262_100))),
      outcome,
    );
    const [{ applicationProperties } = {}] = sender.sent;
    expect(applicationProperties).toMatchObject({ status: 'rejected', [LOST_BYTES]: 262_100 });
    const kept = await keptMessage(
      { body: '', applicationProperties } as ServiceBusReceivedMessage,
      undefined,
    );
    expect(kept).toMatchObject({ isMissing: true, status: 'rejected' });
  });
  it('that has to wait and cannot be stored ends failed, once, and is kept', async () => {
    const app = appOfTwins();
    const graph = { ...app.tenant.revoker, pausedForMs: () => 60_000 };
    const requestQueue = { ...app.requestQueue, schedule: () => Promise.reject(new TooLarge(undefined)) };
    const { retry } = await processMessage(
      { ...app.dependencies, requestQueue, revokers: { graph } },
      aMessage({ user: 'avery@contoso.com' }),
    );
    expect(retry).toBeUndefined();
    expect(app.resultsTopic.published.map(({ body }) => resultOfBytes(body).data)).toMatchObject([
      { status: 'failed', detail: expect.stringContaining('too large to be kept for later') },
    ]);
    expect(app.quarantine.kept).toHaveLength(1);
    expect(app.tenant.revoked).toEqual([]);
  });
  it('that the webhook accepts can be put on the queue, whatever its headers are', async () => {
    const long = 'é'.repeat(20_000);
    const headers = Object.fromEntries(
      ['traceparent', 'content-encoding', 'ce-specversion', 'ce-id', 'ce-type', 'ce-source'].map((name) => [
        name,
        long,
      ]),
    );
    const admitted = admit(
      {
        caller: 'webhook:key',
        body: Buffer.alloc(MAX_WEBHOOK_BYTES, 'x'),
        headers: {
          ...headers,
          'content-type': `application/json; x=${long}`,
          'idempotency-key': 'k'.repeat(128),
        },
      },
      { senders: [], newId: 'id', now: AT },
    );
    const sender = sizeLimitedSender();
    if (admitted.kind === 'admitted')
      await serviceBusRequestQueue(sender).send({ ...admitted, id: admitted.requestId });
    expect(sender.sent).toHaveLength(1);
  });
});

describe('a reference that a sender has written', () => {
  it('brings in no other message: the outcome is failed, nobody is revoked, and it is kept', async () => {
    const app = appOfTwins();
    const sender = sizeLimitedSender();
    const body = JSON.stringify({ user: 'avery@contoso.com', reason: 'x' }).padEnd(250_000);
    const origin = { messageId: 'another', enqueuedAt: '2026-11-23T10:00:00.000Z' };
    await serviceBusRequestQueue(sender, app.originals).schedule(
      originalOf(aMessage(body, { history: { origin, attempts: 1 } })),
      AT,
    );
    const name = String(sender.sent[0]?.applicationProperties?.[ORIGINAL_REFERENCE]);
    expect(app.originals.stored.has(name)).toBe(true);
    await processMessage(app.dependencies, aMessage('', { properties: { [ORIGINAL_REFERENCE]: name } }));
    expect(app.resultsTopic.published.map(({ body: bytes }) => resultOfBytes(bytes).data)).toMatchObject([
      { status: 'failed', detail: expect.stringContaining(name) },
    ]);
    expect(app.tenant.revoked).toEqual([]);
    expect(app.quarantine.kept).toHaveLength(1);
  });
});
