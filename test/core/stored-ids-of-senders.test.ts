import { expect, it } from '@jest/globals';
import type { ApprovalId, MessageKey, OutcomeId, Partition, SwitchChangeId } from '../../shared/core/ids';
import {
  deduplicationKey,
  fallbackRequestId,
  intakeMessageId,
  limitReservation,
  limitSender,
  messageKey,
  methodEventId,
  methodResultKey,
  outcomeId,
  protectedKey,
  protectedPartition,
  readingKey,
  requestPartition,
  resumeMessageId,
  senderPartition,
  storedId,
  switchEventId,
  switchEventKey,
} from '../../shared/core/ids';
import type { UserReference } from '../../shared/core/user-reference';

const user: UserReference = { kind: 'userPrincipalName', userPrincipalName: 'Avery@contoso.com' };
const receivedBy = 'webhook:a';
const ofSender = { tenantId: 'T-1', requestId: 'r-1', receivedBy } as const;
const ofUser = { tenantId: 'T-1', userId: 'U-1' };
const body = Buffer.from('{"user":"a@b.c"}');
const approval = storedId<ApprovalId>('c-1');
const outcome = storedId<OutcomeId>('o-1');
const partition = storedId<Partition>('p');
const key = storedId<MessageKey>('k');
const change = storedId<SwitchChangeId>('e');

it.each<[string, string, string]>([
  [
    'the outcome of a sender with a namespace',
    outcomeId(ofSender, user),
    'af41fb977f48976d8afa5ecbd7fd550ae1d5da11a2f1d7a2921af94e8525687a',
  ],
  [
    'the partition of its request',
    requestPartition(ofSender),
    'request-03d4cc8507f35b498997720b60e276c7bc26e94bc12ece37ba0fa81b82af8d6c',
  ],
  [
    'its message',
    messageKey(body, { origin: { messageId: 'm' }, receivedBy }),
    'a03f5a5fda5ab75fbf4aa5b88de135e60fb3dbf0b4d1d568a75863af8c686782',
  ],
  [
    'its request without a messageId',
    fallbackRequestId(body, { origin: {}, receivedBy }),
    'message-4f4918ab14746e69fd927cdba3aff215940dc59e434f7f6d6712d0a3f4a968e9',
  ],
  [
    'what came over HTTP',
    intakeMessageId(receivedBy, 'r-1', body),
    'intake-b6d95cc67551757fedec9a4f83c11ea5098dfc998aabd691fddb486fbf7e0d9e',
  ],
  [
    'a decision that is resumed',
    resumeMessageId(approval, 'startup'),
    'resume-7ff41fa68288812ddfe41dcdfc7feaaf342feccea8a014141e1724ff73902c96',
  ],
  ['the sender of an original', senderPartition(key), 'sender-k'],
  [
    'the event of a method',
    methodEventId(outcome, 'sharePoint'),
    '4a8bd7d98172d80479fccad312248501dc04c8b25ec2c60e846cc5e2ff95fc27',
  ],
  [
    'the row of what a method answered',
    methodResultKey({ partition, row: 'user-1' }, 'sharePoint').row,
    'user-1-sharePoint',
  ],
  [
    'the event of the emergency switch',
    switchEventId('T-1', change),
    'fe97fb52c86931ee2762cd20fd88adf3eafadbf99f12c2f361fd9edc4b1f143f',
  ],
  [
    'the partition of a change of the emergency switch',
    switchEventKey(change).partition,
    'switch-f829276228788f01b27bba528108868082baeba67d87b778c856225c187d78c5',
  ],
  ['the partition of a reading', readingKey(key).partition, 'reading-k'],
  ['a counted sender', limitSender(receivedBy), '08cfac6614639ae8'],
  ['a sender on the request queue', limitSender('unproven:webhook:a'), '70fb4f32068fc218'],
  ['a reserved place', limitReservation(outcome), '9ca0a4959e33da79'],
  [
    'the partition of protected accounts',
    protectedPartition('T-1'),
    'protected-14b2c23ef4d9f2227b2f582d1f5ab0cba63bf469c55032d44af9cecfea6ff280',
  ],
  [
    'the row of a protected account',
    protectedKey('T-1', 'user', 'a@b.c').row,
    '1822ebf46ddc9d007580fbbf5e9124afebc42d5a1f2f106d6419e7a39e5663bc',
  ],
  [
    'a revocation of many for a sender',
    String(deduplicationKey({ id: 'r-1', users: [user, user], receivedBy }, ofUser)?.partition),
    'revocation-2ee47ec9cd8dc916e583ef72a2d052af05cb820b36c43540412d004fd6b49287',
  ],
])('the id of %s stays as it is stored', (_what, id, stored) => expect(id).toBe(stored));

it('the rows that do not depend on ids stay as they are stored', () =>
  expect([readingKey(key).row, switchEventKey(change).row]).toEqual(['reading', 'change']));
