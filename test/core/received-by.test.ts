import { describe, expect, it } from '@jest/globals';
import type { ReceivedBy } from '../../shared/core/received-by';
import {
  claimOf,
  isDirect,
  isNameOfSender,
  isSender,
  namespaceOf,
  readReceivedBy,
  senderOfShare,
  unproven,
} from '../../shared/core/received-by';

describe('the sender of a message', () => {
  it.each(['queue', 'unproven', 'webhook:a', 'entra:a', 'issuer:https://a/\nb', 'unproven:webhook:a'])(
    'is read from the name of one: %j',
    (text) => expect(readReceivedBy(text)).toBe(text),
  );
  it.each([undefined, '', 'webhook', 'webhook:', 'queue:a', 'a queue', 'other:a', 'x webhook:a'])(
    'is not read from other text: %j',
    (text) => expect(readReceivedBy(text)).toBeUndefined(),
  );
});

describe('a sender whose name anybody could have written', () => {
  it.each<[ReceivedBy, ReceivedBy]>([
    ['queue', 'queue'],
    ['unproven', 'unproven'],
    ['webhook:a', 'unproven:webhook:a'],
    ['issuer:a', 'unproven:issuer:a'],
    ['unproven:webhook:a', 'unproven:webhook:a'],
  ])('that is %s is %s', (claimed, sender) => expect(unproven(claimed)).toBe(sender));
  it.each<[ReceivedBy, ReceivedBy | undefined]>([
    ['unproven:webhook:a', 'webhook:a'],
    ['unproven:webhook', undefined],
    ['unproven', undefined],
    ['webhook:a', undefined],
    ['queue', undefined],
  ])('%s claims %s', (receivedBy, claim) => expect(claimOf(receivedBy)).toBe(claim));
});

it.each<[ReceivedBy | undefined, boolean, string | undefined]>([
  ['queue', true, undefined],
  ['unproven', true, undefined],
  ['webhook:a', false, 'webhook:a'],
  ['entra:a', false, 'entra:a'],
  ['unproven:webhook', false, undefined],
  ['unproven:webhook:a', false, 'unproven:webhook:a'],
])('%s may send to the queue: %s; the namespace of its ids is %s', (receivedBy, direct, namespace) => {
  if (receivedBy) expect(isDirect(receivedBy)).toBe(direct);
  expect(namespaceOf(receivedBy)).toBe(namespace);
});

it('ids of a sender that is not known have no namespace', () =>
  expect(namespaceOf(undefined)).toBeUndefined());

describe('a rule that names a sender', () => {
  it.each<[ReceivedBy, string]>([
    ['webhook:Splunk', 'webhook:splunk'],
    ['webhook:splunk', 'Webhook'],
    ['unproven:webhook:splunk', 'unproven:webhook'],
    ['issuer:https://idp.example:8443/x', 'issuer:https://idp.example:8443/x'],
    ['queue', 'QUEUE'],
  ])('is about %s by %s', (receivedBy, named) => expect(isSender(receivedBy, named)).toBe(true));
  it.each<[ReceivedBy | undefined, string]>([
    ['webhook:splunk', 'webhook:spl'],
    ['webhook:splunk', 'web'],
    ['issuer:https://idp.example:8443/x', 'issuer:https://idp.example'],
    ['issuer:https://idp.example', 'issuer:https'],
    ['unproven:webhook:splunk', 'webhook'],
    [undefined, 'webhook'],
    [undefined, 'undefined'],
  ])('is not about %s by %s', (receivedBy, named) => expect(isSender(receivedBy, named)).toBe(false));
});

it.each([
  ['queue', true],
  ['QUEUE', true],
  ['webhook', true],
  ['webhook:a', true],
  ['Issuer:https://a/\nb', true],
  ['unproven', true],
  ['queue:a', false],
  ['web', false],
  ['webhook:', false],
  ['x webhook:a', false],
  ['', false],
])('a rule can name a sender %j: %s', (text, expected) => expect(isNameOfSender(text)).toBe(expected));

it.each<[ReceivedBy | undefined, ReceivedBy]>([
  ['queue', 'queue'],
  ['unproven', 'queue'],
  ['unproven:webhook:a', 'queue'],
  [undefined, 'queue'],
  ['webhook:a', 'webhook:a'],
])('what %s sends uses the share of %s', (receivedBy, share) =>
  expect(senderOfShare(receivedBy)).toBe(share),
);
