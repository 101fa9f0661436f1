import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { graphSignInLog } from '../../shared/adapters/graph/graph-sign-in-log';
import type { SignIn, SignInLogName } from '../../shared/core/sign-in';
import type { OpenPass } from '../../shared/core/sign-in-reading';
import type { SignInLog } from '../../shared/ports/sign-in-log';
import type { Fault } from '../../local/tenant/faults';
import { failure } from '../../local/tenant/graph-api';
import { SignIns } from '../../local/tenant/sign-ins';
import type { Tenant } from '../../local/tenant/tenant';
import { AVERY_ID } from '../support/builders';
import { fixedClock } from '../support/fixed-clock';
import { graphOptions, loopbackTenant } from '../support/loopback-tenant';
import type { TrueSignIn } from '../twins/in-memory-sign-in-log';
import { InMemorySignInLog } from '../twins/in-memory-sign-in-log';

const MINUTE = 60_000;
const BLAKE_ID = '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a02';

interface Side {
  readonly log: SignInLog;
  /** The time by which entries are shown. */
  readonly now: () => number;
  readonly put: (...signIns: readonly TrueSignIn[]) => void;
  readonly fail: (reason: 'notPermitted' | 'noLicense' | 'throttled') => void;
}

let tenant: Tenant;
beforeAll(async () => {
  tenant = await loopbackTenant();
});
afterAll(() => tenant.stop());

function graphSide(): Side {
  tenant.faults.clear();
  const signIns = new SignIns();
  Object.assign(tenant.directory, { signIns });
  const { pace: _pace, ...options } = graphOptions(tenant, { ...fixedClock(), now: () => new Date() });
  return {
    log: graphSignInLog(options),
    now: () => Date.now(),
    put: (...added) =>
      signIns.add(
        ...added.map(({ signIn, log, entersAt, isFailure }) => ({
          id: signIn.id,
          userId: signIn.userId,
          createdDateTime: new Date(signIn.at).toISOString(),
          isInteractive: log === 'interactive',
          shownAt: entersAt,
          ...(isFailure && { errorCode: 50126 }),
          ...(signIn.application !== undefined && { appDisplayName: signIn.application }),
          ...(signIn.ipAddress !== undefined && { ipAddress: signIn.ipAddress }),
          ...(signIn.city !== undefined && { location: { city: signIn.city } }),
        })),
      ),
    fail: (reason) => {
      if (reason === 'noLicense') signIns.isLicensed = false;
      else if (reason === 'throttled') answering(failure(429, 'TooManyRequests', '', { 'Retry-After': '9' }));
      else answering(failure(403, 'Authorization_RequestDenied', ''));
    },
  };
}

const answering = (answer: Fault['answer']): void => tenant.faults.add({ method: 'GET', times: 99, answer });

function twinSide(): Side {
  const clock = fixedClock();
  const log = new InMemorySignInLog(clock);
  log.pageSize = 3;
  return {
    log,
    now: () => clock.now().getTime(),
    put: (...added) => log.add(...added),
    fail: (reason) => {
      log.failure = reason;
    },
  };
}

describe.each([
  ['the in-memory twin', twinSide],
  ['Microsoft Graph', graphSide],
])('the sign-in logs of %s', (_name, start) => {
  /** A success some minutes ago that is shown already. */
  const ago = ({ now }: Side, minutes: number, changes: Partial<TrueSignIn> = {}): TrueSignIn => {
    const at = Math.floor(now() - minutes * MINUTE);
    return {
      signIn: { id: `s${String(minutes)}`, userId: AVERY_ID, at },
      log: 'interactive',
      entersAt: at,
      ...changes,
    };
  };
  const readAll = async ({ log }: Side, name: SignInLogName, pass: OpenPass): Promise<readonly SignIn[]> => {
    const page = await log.read(name, pass);
    if (page.kind === 'failed') throw new Error(page.reason);
    const { signIns, next } = page;
    return next === undefined
      ? signIns
      : [...signIns, ...(await readAll({ log } as Side, name, { ...pass, next }))];
  };
  const since = (side: Side, minutes: number, userIds?: readonly string[]): OpenPass => ({
    beganAt: side.now(),
    since: side.now() - minutes * MINUTE,
    ...(userIds && { userIds }),
  });
  const idsOf = (signIns: readonly SignIn[]) => signIns.map(({ id }) => id);

  it('show the successes since a time, the newest first, on however many pages', async () => {
    const side = start();
    side.put(...[9, 1, 5, 3, 7, 20].map((minutes) => ago(side, minutes)));
    expect(idsOf(await readAll(side, 'interactive', since(side, 10)))).toEqual([
      's1',
      's3',
      's5',
      's7',
      's9',
    ]);
  });
  it('show what a sign-in was from', async () => {
    const side = start();
    const from = { application: 'Teams', ipAddress: '203.0.113.7', city: 'Lyon' };
    const success = ago(side, 1);
    side.put({ ...success, signIn: { ...success.signIn, ...from } });
    expect(await readAll(side, 'interactive', since(side, 10))).toEqual([
      { ...success.signIn, ...from, seenIn: 'interactive' },
    ]);
  });
  it('are one of interactive and one of other sign-ins', async () => {
    const side = start();
    side.put(ago(side, 1), ago(side, 2, { log: 'nonInteractive' }));
    expect(idsOf(await readAll(side, 'interactive', since(side, 10)))).toEqual(['s1']);
    expect(idsOf(await readAll(side, 'nonInteractive', since(side, 10)))).toEqual(['s2']);
  });
  it('show those of the users who are named', async () => {
    const side = start();
    const blake = ago(side, 2);
    side.put(ago(side, 1), { ...blake, signIn: { ...blake.signIn, userId: BLAKE_ID } });
    expect(idsOf(await readAll(side, 'interactive', since(side, 10, [BLAKE_ID])))).toEqual(['s2']);
    expect(idsOf(await readAll(side, 'interactive', since(side, 10, [BLAKE_ID, AVERY_ID])))).toEqual([
      's1',
      's2',
    ]);
  });
  it('show no failure, and nothing that is late still', async () => {
    const side = start();
    side.put(
      ago(side, 1, { isFailure: true }),
      ago(side, 2, { entersAt: side.now() + MINUTE }),
      ago(side, 3),
    );
    expect(idsOf(await readAll(side, 'interactive', since(side, 10)))).toEqual(['s3']);
  });
  it('have a newest sign-in, which may have failed, once there is any', async () => {
    const side = start();
    expect(await side.log.newest('nonInteractive')).toEqual({ kind: 'newest' });
    const newest = ago(side, 1, { isFailure: true });
    side.put(ago(side, 3), newest);
    const { id, at } = newest.signIn;
    expect(await side.log.newest('interactive')).toEqual({ kind: 'newest', signIn: { id, at } });
  });
  it('leave the last success of each user in the directory', async () => {
    const side = start();
    const last = ago(side, 2, { log: 'nonInteractive' });
    side.put(ago(side, 5), last, ago(side, 1, { isFailure: true }));
    expect(await side.log.lastSuccesses([AVERY_ID, BLAKE_ID])).toEqual({
      kind: 'lastSuccesses',
      signIns: [{ ...last.signIn, seenIn: 'activity' }],
    });
  });
  it.each(['notPermitted', 'noLicense', 'throttled'] as const)(
    'say why they are not read: %s',
    async (reason) => {
      const side = start();
      side.fail(reason);
      const failed = { kind: 'failed', reason };
      expect(await side.log.read('nonInteractive', since(side, 10))).toEqual(failed);
      expect(await side.log.newest('interactive')).toEqual(failed);
      expect(await side.log.lastSuccesses([AVERY_ID])).toEqual(failed);
    },
  );
});

describe('the sign-in logs of Microsoft Graph', () => {
  it.each<[string, Fault['answer']]>([
    ['it fails', failure(503, 'serviceNotAvailable', '')],
    ['the connection breaks', 'drop'],
    ['the answer is no list', { status: 200, body: { value: 'none' } }],
    [
      'a sign-in has no time',
      { status: 200, body: { value: [{ id: 's', userId: 'u', createdDateTime: 'x' }] } },
    ],
  ])('are not read while %s, and the query is not repeated at once', async (_what, answer) => {
    const { log, now } = graphSide();
    answering(answer);
    const before = tenant.calls.length;
    expect(await log.read('interactive', { beganAt: now(), since: now() })).toEqual({
      kind: 'failed',
      reason: 'notRead',
    });
    expect(tenant.calls.length - before).toBe(1);
  });
  it('follow no page to another host or path', async () => {
    const { log, now } = graphSide();
    const pass = { beganAt: now(), since: now() };
    answering({
      status: 200,
      body: { value: [], '@odata.nextLink': 'https://elsewhere.example/v1.0/users?$skiptoken=9' },
    });
    const page = await log.read('interactive', pass);
    expect(page).toEqual({ kind: 'page', signIns: [], next: '?$skiptoken=9' });
    await log.read('interactive', { ...pass, next: '?$skiptoken=9' });
    expect(tenant.calls.at(-1)?.target).toBe('/v1.0/auditLogs/signIns?$skiptoken=9');
  });
});
