import { describe, expect, it } from '@jest/globals';
import { removedSince } from '../../shared/core/first-seen';
import { processMessage } from '../../shared/app/process-message';
import { AVERY, appWithSteps, containedAlert } from '../support/app-with-steps';
import type { Policy } from '../../shared/core/policy';
import { aMessage } from '../support/app';
import { NOW } from '../support/builders';

const DAY_MS = 86_400_000;
const daysAgo = (days: number): string => new Date(NOW.getTime() - days * DAY_MS).toISOString();

const STEPS = ['removeAuthenticationMethods', 'removeConsents', 'disableDevices'] as const;

/** A user who has worked for long: what they own was added over the years, and the intruder's passkey is new. */
function withOldThings(policy: Partial<Policy> = {}) {
  const side = appWithSteps(STEPS, policy);
  for (const [id, days] of [
    ['own-phone', 700],
    ['own-token', 7],
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

const sent = (createdAt: string, history: object = {}, alert: object = {}) =>
  aMessage(containedAlert({ alert: { id: 'a-1', createdAt, ...alert } }), {
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
      expect(removedSince({ alert: { createdAt } }, plan, NOW)).toBe(daysAgo(31));
    expect(removedSince({ alert: { createdAt: daysAgo(2) } }, plan, NOW)).toBe(daysAgo(3));
  });
});

describe('a sender who states that the activity of a new alert began long ago', () => {
  const STATED = ['1970-01-01T00:00:00Z', '0001-01-01T00:00:00Z', daysAgo(31)];
  const taken = async (firstSeenAt: string, policy: Partial<Policy> = {}) => {
    const side = withOldThings(policy);
    await processMessage(side.dependencies, sent(NOW.toISOString(), {}, { firstSeenAt }));
    expect(side.outcomes().map(({ data }) => data.status)).toEqual(['signOutPending']);
    return side.taken();
  };
  it.each(STATED)('has no more than a month of things taken: %s', async (firstSeenAt) =>
    expect(await taken(firstSeenAt)).toEqual(['laptop', 'mail-app', 'own-token', 'passkey', 'phone']),
  );
  it.each(STATED)(
    'has nothing more taken where policy trusts no sender with that: %s',
    async (firstSeenAt) => {
      const rule = { steps: STEPS, mayAsk: [], when: {}, lookBackMs: 0 };
      const containment = [{ ...rule, firstSeenWithinMs: 0 }];
      expect(await taken(firstSeenAt, { containment })).toEqual(['laptop', 'mail-app', 'passkey']);
      // Nor where another rule that matches as well says nothing about it.
      expect(await taken(firstSeenAt, { containment: [rule, ...containment] })).toEqual(
        await taken(firstSeenAt, { containment }),
      );
    },
  );
  it('has what was added since then taken, and no more', async () => {
    expect(await taken(daysAgo(8))).toContain('own-token');
    expect(await taken(daysAgo(6))).not.toContain('own-token');
  });
  it('has an alert that is too old expire all the same', async () => {
    const side = withOldThings();
    await processMessage(side.dependencies, sent(daysAgo(1), {}, { firstSeenAt: NOW.toISOString() }));
    expect(side.outcomes()[0]?.data.status).toBe('expired');
  });
});
