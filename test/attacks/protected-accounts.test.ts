import { describe, expect, it } from '@jest/globals';
import { inMemoryLedger } from '../../shared/adapters/ledger/in-memory-ledger';
import { previewLedger } from '../../shared/adapters/ledger/preview-ledger';
import { processMessage } from '../../shared/app/process-message';
import { resolveProtected } from '../../shared/app/resolve-protected';
import type { Ledger } from '../../shared/ports/ledger';
import { Unavailable } from '../../shared/ports/unavailable';
import { aMessage, appOfTwins, resultOfBytes } from '../support/app';

const BREAK_GLASS = 'avery@contoso.com';
const BREAK_GLASS_ID = '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a01';
const RENAMED = 'svc-backup-7@contoso.com';

/** A process of the app whose policy names these users, with this ledger. */
function processOf(users: readonly string[], ledger: Ledger = inMemoryLedger()) {
  const side = appOfTwins({ protected: { users, groups: [], roles: [] } });
  const dependencies = { ...side.dependencies, ledger };
  let messages = 0;
  return {
    ...side,
    dependencies,
    resolve: () => resolveProtected(dependencies, 'all'),
    async ask(body: object) {
      const messageId = `message-${String(++messages)}`;
      const enqueuedAt = side.clock.now().toISOString();
      const processed = await processMessage(dependencies, aMessage(body, {}, { messageId, enqueuedAt }));
      const last = side.resultsTopic.published.at(-1);
      return { processed, status: last && resultOfBytes(last.body).data.status };
    },
  };
}

describe('a break-glass account that is renamed', () => {
  it.each([
    ['new name', { user: RENAMED }],
    ['object id', { user: BREAK_GLASS_ID }],
    ['new name, in an alert', { user: RENAMED, alert: { id: 'a-1', severity: 'critical' } }],
  ])('is not signed out by its %s', async (_how, request) => {
    const app = processOf([BREAK_GLASS]);
    await app.resolve();
    app.tenant.rename(BREAK_GLASS, RENAMED);
    expect(await app.ask(request)).toMatchObject({ status: 'protected' });
    await app.resolve();
    expect(await app.ask(request)).toMatchObject({ status: 'protected' });
    expect(app.tenant.revoked).toEqual([]);
  });
  it('is not signed out after a restart, by a process that has never resolved it', async () => {
    const ledger = inMemoryLedger();
    await processOf([BREAK_GLASS], ledger).resolve();
    const restarted = processOf([BREAK_GLASS], ledger);
    restarted.tenant.rename(BREAK_GLASS, RENAMED);
    expect(await restarted.ask({ user: RENAMED })).toMatchObject({ status: 'protected' });
    await restarted.resolve();
    expect(await restarted.ask({ user: BREAK_GLASS_ID })).toMatchObject({ status: 'protected' });
    expect(restarted.tenant.revoked).toEqual([]);
  });
  it('is not signed out after somebody else has taken its name, who is not signed out either', async () => {
    const app = processOf([BREAK_GLASS]);
    await app.resolve();
    app.tenant.rename(BREAK_GLASS, RENAMED);
    const taker = { id: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a77', userPrincipalName: BREAK_GLASS };
    app.tenant.add(taker);
    expect(await app.resolve()).toEqual([
      { kind: 'problem', path: 'protected.users[0]', problem: { kind: 'several' } },
    ]);
    for (const user of [RENAMED, BREAK_GLASS]) {
      expect(await app.ask({ user })).toMatchObject({ status: 'protected' });
    }
    expect(app.tenant.revoked).toEqual([]);
  });
  it('is shown as protected by a preview on the command line, which reads the same ledger', async () => {
    const ledger = inMemoryLedger();
    await processOf([BREAK_GLASS], ledger).resolve();
    const preview = processOf([BREAK_GLASS], previewLedger(ledger));
    preview.tenant.rename(BREAK_GLASS, RENAMED);
    await preview.ask({ user: RENAMED, whatIf: true });
    expect(resultOfBytes(preview.resultsTopic.published[0]?.body ?? new Uint8Array()).data).toMatchObject({
      predicted: 'protected',
    });
  });
  it('is not signed out while the ledger cannot be read: the request waits', async () => {
    const ledger = inMemoryLedger();
    await processOf([BREAK_GLASS], ledger).resolve();
    const read = (): Promise<never> => Promise.reject(new Unavailable('ledger', undefined));
    const app = processOf([BREAK_GLASS], {
      ...ledger,
      protectedEntries: { ...ledger.protectedEntries, read },
    });
    app.tenant.rename(BREAK_GLASS, RENAMED);
    const { processed } = await app.ask({ user: RENAMED });
    expect(processed.retry).toMatchObject({ reason: 'ledgerUnavailable' });
    expect(app.tenant.revoked).toEqual([]);
  });
});

describe('an entry that protects nobody', () => {
  const cyrillic = 'br\u0435ak-glass@contoso.com';
  it.each([
    ['that does not exist', 'nobody@contoso.com', 'notFound'],
    ['with a letter that only looks Latin', cyrillic, 'mixedScripts'],
    ['with a zero-width character', 'avery\u200B@contoso.com', 'invisible'],
    ['with a change of writing direction', 'avery\u202E@contoso.com', 'invisible'],
    ['that is a service principal', '5e2d1c0b-7a69-4858-9b3a-1c2d3e4f5a01', 'notAUser'],
  ])(
    '%s is reported to operators at every look, by its place in the policy',
    async (_how, entry, problem) => {
      const app = processOf(['blake@contoso.com', entry]);
      for (let looks = 0; looks < 2; looks++) {
        expect(await app.resolve()).toMatchObject([
          { path: 'protected.users[1]', problem: { kind: problem } },
        ]);
      }
      const event = { kind: 'protectedEntry', path: 'protected.users[1]', problem };
      expect(app.telemetry.events).toEqual([event, event]);
      expect(JSON.stringify(app.telemetry.events)).not.toContain('@');
    },
  );
  it('stops no other revocation, and no other protection', async () => {
    const app = processOf([cyrillic, 'nobody@contoso.com', 'blake@contoso.com']);
    await app.resolve();
    expect(await app.ask({ user: 'avery@contoso.com' })).toMatchObject({ status: 'signOutPending' });
    expect(await app.ask({ user: 'blake@contoso.com' })).toMatchObject({ status: 'protected' });
    expect(app.tenant.revoked).toEqual([BREAK_GLASS_ID]);
  });
});

describe('before anything is resolved', () => {
  it('an entry protects by the name that it has, in any spelling', async () => {
    const app = processOf(['\uFF21VERY@contoso.com']);
    expect(await app.ask({ user: BREAK_GLASS_ID })).toMatchObject({ status: 'protected' });
  });
});
