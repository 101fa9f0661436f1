import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { handshakeOf } from '../../shared/webhook/handshake';

const nothing = new Uint8Array();
const code = '512d38b6-c7b8-40c8-89fe-f46f9e9622b6';
const validation = [
  {
    id: '2d1781af-3a4c-4d7c-bd0c-e34b19da4e66',
    topic: '/subscriptions/xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx',
    subject: '',
    data: { validationCode: code, validationUrl: 'https://rp-region.eventgrid.azure.net/validate?token=T' },
    eventType: 'Microsoft.EventGrid.SubscriptionValidationEvent',
    eventTime: '2026-11-26T12:00:00Z',
    metadataVersion: '1',
    dataVersion: '2',
  },
];
const posted = (content: unknown, type = 'SubscriptionValidation') =>
  handshakeOf({
    method: 'POST',
    headers: { 'aeg-event-type': type },
    body: Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)),
  });
const asked = (method: string, headers: Readonly<Record<string, string>>) =>
  handshakeOf({ method, headers, body: nothing });

/** `binary` has every character, and takes seconds to begin with. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary-ascii', maxLength: 400 }),
  fc.string({ unit: 'grapheme', maxLength: 400 }),
);

describe('a handshake', () => {
  it('of Okta is answered with its challenge', () =>
    expect(asked('GET', { 'x-okta-verification-challenge': 'yYn0zWb-q_8.A==' })).toEqual({
      kind: 'willing',
      body: { verification: 'yYn0zWb-q_8.A==' },
    }));
  it('of CloudEvents is answered with its origin, a rate and the method that is taken', () =>
    expect(
      asked('OPTIONS', { 'webhook-request-origin': 'eventgrid.azure.net', 'webhook-request-rate': '120' }),
    ).toEqual({
      kind: 'willing',
      headers: {
        'WebHook-Allowed-Origin': 'eventgrid.azure.net',
        'WebHook-Allowed-Rate': '6000',
        Allow: 'POST',
      },
    }));
  it('of the schema of Event Grid is answered with its code', () =>
    expect(posted(validation)).toEqual({ kind: 'willing', body: { validationResponse: code } }));
  it.each<[string, unknown]>([
    ['that is not JSON', '{"'],
    ['with two events', [...validation, ...validation]],
    ['with another event', [{ ...validation[0], eventType: 'Contoso.Alert' }]],
    ['without a code', [{ ...validation[0], data: {} }]],
    ['with text for a code', [{ ...validation[0], data: { validationCode: '<script>alert(1)</script>' } }]],
    ['that is large', [{ ...validation[0], subject: 'x'.repeat(20_000) }]],
  ])('of Event Grid %s is refused', (_what, content) =>
    expect(posted(content)).toEqual({
      kind: 'refused',
      detail: 'the body is not a validation event of Event Grid',
    }),
  );
  it.each<[string, Readonly<Record<string, string>>]>([
    ['GET', {}],
    ['OPTIONS', { 'webhook-request-rate': '120' }],
    ['POST', { 'x-okta-verification-challenge': 'code' }],
    ['POST', { 'webhook-request-origin': 'eventgrid.azure.net' }],
    ['GET', { 'aeg-event-type': 'SubscriptionValidation' }],
  ])('is none in a %s with the headers %j', (method, headers) =>
    expect(asked(method, headers)).toBeUndefined(),
  );
  it('is none in a delivery of Event Grid', () => expect(posted(validation, 'Notification')).toBeUndefined());

  it('repeats nothing that a page or a header could interpret, and nothing long', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const answers = [
          asked('GET', { 'x-okta-verification-challenge': text }),
          asked('OPTIONS', { 'webhook-request-origin': text }),
          posted([{ ...validation[0], data: { validationCode: text } }]),
        ];
        for (const answer of answers) {
          if (answer?.kind !== 'willing') continue;
          expect(text.length).toBeLessThanOrEqual(256);
          expect(text).not.toMatch(/[^\w.~+/=-]/);
        }
      }),
    );
    const long = 'a'.repeat(257);
    expect(asked('GET', { 'x-okta-verification-challenge': long })?.kind).toBe('refused');
    expect(asked('OPTIONS', { 'webhook-request-origin': long })?.kind).toBe('refused');
  });
  it('of a host with many labels is judged in a time that its length bounds', () => {
    const hostile = `${'a-'.repeat(126)}!`;
    const before = process.cpuUsage().user;
    for (let n = 0; n < 100; n++) asked('OPTIONS', { 'webhook-request-origin': hostile });
    expect(process.cpuUsage().user - before).toBeLessThan(1_000_000);
  });
});
