import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { ServiceBusClient } from '@azure/service-bus';
import type { HostProcess } from '../../local/host/host-process';
import type { LocalStack } from '../../local/local-stack';
import { startLocalStack } from '../../local/local-stack';
import type { PassedOn } from '../../local/passed-on';
import { startPassedOn } from '../../local/passed-on';
import type { Conversation } from '../support/conversation';
import { conversation } from '../support/conversation';
import { eventually } from '../support/eventually';
import { cardsAt } from '../support/teams-cards';

const projectFolder = join(__dirname, '../..');
const LATER = 'revocation-notify';
/** More than a process is given at a time. */
const FLOOD = 40;

let stack: LocalStack;
let passedOn: PassedOn;
let host: HostProcess;
let talk: Conversation;
beforeAll(async () => {
  stack = await startLocalStack({ projectFolder });
  passedOn = await startPassedOn(stack);
  host = await stack.startHost({
    ...passedOn.settings,
    REVOCATION_POLICY: JSON.stringify({ brake: { users: 1, window: 'PT1H' } }),
  });
  talk = conversation(new ServiceBusClient(stack.broker.connectionString));
});
afterAll(async () => {
  await talk.close();
  await stack.stop();
  await passedOn.stop();
});

const at = (path: string): number =>
  passedOn.receiver.deliveries.filter((delivery) => delivery.path === path).length;

describe('the packaged app', () => {
  it('notifies of what the brake holds by one card at once, and archives each outcome', async () => {
    for (const user of ['avery', 'blake', 'casey', 'gray', 'harper'])
      await talk.ask({ user: `${user}@contoso.com` });
    await eventually('five events at the server', () => at('/webhook') === 5);
    // The second that is held waits, and stands for those after it.
    await eventually('an event that waits', () => stack.broker.scheduled(LATER) > 0);
    const held = cardsAt(passedOn.receiver).filter(({ lines }) => lines[0] === 'Held by the brake');
    expect(held).toHaveLength(1);
    await passedOn.summary(5);
    const statuses = passedOn.ingestion.rows.map(({ Status }) => Status);
    expect(statuses.filter((status) => status === 'held')).toHaveLength(4);
  });
  it('notifies the others, however many events wait for destinations that are down', async () => {
    for (const path of ['/teams', '/slack']) passedOn.receiver.answer(path, { status: 503 });
    const before = at('/webhook');
    const waiting = stack.broker.scheduled(LATER);
    const user = 'nobody@contoso.com';
    // Rejected messages are for a person.
    await Promise.all(Array.from({ length: FLOOD }, (_, n) => talk.send({ user, surplus: n })));
    await eventually('every event at the server', () => at('/webhook') === before + FLOOD);
    await eventually('every event waits', () => stack.broker.scheduled(LATER) === waiting + FLOOD);
    const subscription = 'revocation-results/subscriptions/notify';
    await eventually('no message is held', () => stack.broker.length(subscription) === 0);
    // Three failures each, and then silence.
    expect(at('/slack')).toBeLessThan(FLOOD);
    expect(host.output()).toContain('teams: HTTP 503');
  });
});
