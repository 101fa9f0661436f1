import { expect, it } from '@jest/globals';
import type { ApprovalId, OutcomeId, Partition } from '../../shared/core/ids';
import {
  approvalId,
  decisionKey,
  decisionMessageId,
  deduplicationKey,
  expiryMessageId,
  fallbackRequestId,
  itemRequestId,
  limitKey,
  limitUser,
  messageKey,
  outcomeId,
  outcomeKey,
  payloadDigest,
  requestPartition,
  signedRequestId,
  storedId,
  tokenRequestId,
} from '../../shared/core/ids';
import type { UserReference } from '../../shared/core/user-reference';

const user: UserReference = { kind: 'userPrincipalName', userPrincipalName: 'Avery@contoso.com' };
const request = { tenantId: 'T-1', requestId: 'r-1' };
const replay = { ...request, replay: 'x' };
const body = Buffer.from('{"user":"a@b.c"}');
const approval = storedId<ApprovalId>('c-1');
const partition = storedId<Partition>('p');
const origin = { messageId: 'm', sequenceNumber: '7', enqueuedAt: '2026-11-23T10:00:00.000Z' };
const ofUser = { tenantId: 'T-1', userId: 'U-1' };

it.each<[string, string, string]>([
  [
    'an outcome',
    outcomeId(request, user),
    '372f738deb5f19ce0723d2aea2962e866adb25a738f0130a9e1e65ddc2618401',
  ],
  [
    'the outcome of a message',
    outcomeId(request),
    '6b5cb7aac733d906894b00325c38f8c391fe973104fa846a3ba8308554c61938',
  ],
  [
    'the outcome of a replay',
    outcomeId(replay, user),
    '9950468e52f55e3bdc11911698e5fff8447353e2de6fe9ce6283875047809672',
  ],
  [
    'the outcome after a decision',
    outcomeId(request, user, approval),
    '2ed250a88d1961ed0ff8f518ccd2f67552b225af888805a64c0a40dd724aab84',
  ],
  ['a request for approval', approvalId(storedId<OutcomeId>('o-1')), '3391737f1e00c7d1660d3dcf96be4ff2'],
  [
    'a message',
    messageKey(body, { origin }),
    '005721ec9522645bd9030726432ebf0936aa6b58a22cde3c5f39f910d74e6cc6',
  ],
  [
    'a message without properties',
    messageKey(body, { origin: {} }),
    'd9c1a9643fc4d44c7a837215b7d5dab9cde8f4ac97d5996b38414fac6a0d1006',
  ],
  [
    'a message that is replayed',
    messageKey(body, { origin: { messageId: 'm' }, replay: 'x' }),
    '13eeddef119e71cd8c8847afa02c37ab1a53479597defeeee0ee5ddac3e00e59',
  ],
  ['a request by its messageId', fallbackRequestId(body, { origin: { messageId: 'm' } }), 'm'],
  [
    'a request with a blank messageId',
    fallbackRequestId(body, { origin: { messageId: '' } }),
    'message-549815980f725d2d3bb4349fa790d4785e138e8e20d08edaec2886c4acb4049e',
  ],
  [
    'a request without a messageId',
    fallbackRequestId(body, { origin: {} }),
    'message-d9c1a9643fc4d44c7a837215b7d5dab9cde8f4ac97d5996b38414fac6a0d1006',
  ],
  [
    'a security event token',
    tokenRequestId({ issuer: 'https://issuer.example', jti: 'j' }),
    'set-fa699e3f0cc17c5730a4e8ad74267913a71b3950f82f1fc83412d812c40448c4',
  ],
  [
    'a signed request',
    signedRequestId('acme', 's'),
    'acme-db5bda0c50d94c1eff85bf6c03e67086aff88cc8803307d761dcf294ef37fd3e',
  ],
  ['an item of a batch', itemRequestId('m', 2), 'm.2'],
  [
    'the end of a wait',
    expiryMessageId(approval),
    'expiry-ab882162dd71328d0b473dbdcf4ce3c617529e2dc49874bd97759af2dac4af5e',
  ],
  [
    'a decision on one of many',
    decisionMessageId('r-1', undefined, approval),
    'decision-0cd77e6497e1ef6aeb5dac083f5d3a7974036aac931f3eb967c4b82bce5df56c',
  ],
  [
    'a replayed decision on one of many',
    decisionMessageId('r-1', 'x', approval),
    'decision-73b81abab4e0d2f157b680abe145b80c161668083653b657ef45fdc68901b6c7',
  ],
  [
    'a decision',
    decisionKey('r-1', body),
    '300f4398c853090ff63b1983add50fba29f9d71c1a8306e30387b46a126d02d8',
  ],
  ['a body', payloadDigest(body), '6a557ce9b460325bc0f271459a1c63400dcc281f27d3fb9470f426acde780425'],
  [
    'the partition of a request',
    requestPartition(request),
    'request-5bd9883a5e1363a4764947af55239ab3b36f848ce8126d1bb1b58f3b6c189feb',
  ],
  [
    'the partition of a replay',
    requestPartition(replay),
    'request-a1bf6c62b3b33cbc537b2ffa63848014a333c06d9f518fa6ba27238cbb1e9d17',
  ],
  [
    'the row of a user',
    outcomeKey(partition, user).row,
    'user-ddd6adce50a40597208c73d5896b5712ff40b7ab0769db75f48fe3b083cbfa38',
  ],
  ['the row of a message', outcomeKey(partition).row, 'message'],
  [
    'the row of a user after a decision',
    outcomeKey(partition, user, approval).row,
    'user-eb8864854c7ad2f28e44f1e28f504c51b4a40aeaedbda3ca0f79324b86e57081',
  ],
  ['a counted user', limitUser('T-1', 'U-1'), '007b36301819be76fff6acd61fabf104'],
])('the id of %s stays as it was stored by earlier releases', (_what, id, stored) => expect(id).toBe(stored));

it('the entries that all requests share stay where earlier releases stored them', () => {
  const alert = { provider: 'Sentinel', id: 'a-1' };
  expect(deduplicationKey({ id: 'r-1', users: [user], alert }, ofUser)).toEqual({
    partition: 'revocation-3e7bdb6a175fb4233c6330cc0df22677af159f235dd34fe29564428010b790eb',
    row: 'revocation',
  });
  expect(deduplicationKey({ id: 'r-1', users: [user, user] }, ofUser)).toEqual({
    partition: 'revocation-e28e3c16718a1f1aa4f434e1ab237660c0d5cbd170579451b9cf253eefc38fa5',
    row: 'revocation',
  });
  expect(limitKey('T-1')).toEqual({
    partition: 'brake-14b2c23ef4d9f2227b2f582d1f5ab0cba63bf469c55032d44af9cecfea6ff280',
    row: 'brake',
  });
});
