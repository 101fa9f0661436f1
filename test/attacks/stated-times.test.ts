import { describe, expect, it } from '@jest/globals';
import { firstSeenAt } from '../../shared/core/containment-changes';
import { processMessage } from '../../shared/app/process-message';
import { AVERY, appWithSteps, containedAlert } from '../support/app-with-steps';
import { aMessage } from '../support/app';
import { NOW } from '../support/builders';

const DAY_MS = 86_400_000;
const daysAgo = (days: number): string => new Date(NOW.getTime() - days * DAY_MS).toISOString();

/** A user who has worked for long: what they own was added over the years, and the intruder's passkey is new. */
function withOldThings() {
  const side = appWithSteps(['removeAuthenticationMethods', 'removeConsents', 'disableDevices']);
  for (const [id, days] of [
    ['own-phone', 700],
    ['own-key', 61],
    ['own-app', 40],
  ] as const)
    side.directory.add(AVERY, {
      step: 'removeAuthenticationMethods',
      item: { kind: 'authenticationMethod', id, addedAt: daysAgo(days) },
    });
  side.directory.add(AVERY, {
    step: 'disableDevices',
    item: { kind: 'device', id: 'own-laptop', addedAt: daysAgo(900) },
  });
  return side;
}

const sent = (createdAt: string, history: object = {}) =>
  aMessage(containedAlert({ alert: { id: 'a-1', createdAt } }), {
    history: {
      origin: { messageId: 'm-1', enqueuedAt: NOW.toISOString() },
      attempts: 0,
      receivedBy: 'queue',
      ...history,
    },
  });

const TIMES = ['1970-01-01T00:00:00Z', '0001-01-01T00:00:00Z', daysAgo(1)];

describe('a sender who states that its alert is old', () => {
  it.each(TIMES)('has nothing taken from anybody: %s', async (createdAt) => {
    const side = withOldThings();
    await processMessage(side.dependencies, sent(createdAt));
    expect(side.outcomes()[0]?.data.status).toBe('expired');
    expect(side.taken()).toEqual([]);
    expect(await side.containments()).toEqual([]);
  });
  it.each(TIMES)(
    'has no more than a month of things taken, also when a person sends it again: %s',
    async (createdAt) => {
      const side = withOldThings();
      await processMessage(
        side.dependencies,
        sent(createdAt, { refreshedAt: NOW.toISOString(), replay: 'replay-1' }),
      );
      expect(side.taken()).toContain('passkey');
      for (const id of ['own-phone', 'own-key', 'own-app', 'own-laptop'])
        expect(side.taken()).not.toContain(id);
    },
  );
  it('has no time before the look-back of the policy and a month', () => {
    const plan = { lookBackMs: DAY_MS };
    for (const createdAt of ['0000-01-01T00:00:00Z', '-271821-04-20T00:00:00Z', '1970-01-01T00:00:00Z'])
      expect(firstSeenAt({ alert: { createdAt } }, plan, NOW)).toBe(daysAgo(31));
    expect(firstSeenAt({ alert: { createdAt: daysAgo(2) } }, plan, NOW)).toBe(daysAgo(3));
  });
});
