import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TokenCredential } from '@azure/core-auth';
import { ARM_CALLS_PER_MINUTE, sentinelIncidents } from '../../shared/adapters/incidents/sentinel-incidents';
import { INCIDENT_TAG, xdrIncidents } from '../../shared/adapters/incidents/xdr-incidents';
import type { Incidents } from '../../shared/ports/incidents';
import type { ResourceManager } from '../../local/sentinel/resource-manager';
import { startResourceManager } from '../../local/sentinel/resource-manager';
import { failure } from '../../local/tenant/graph-api';
import { loopbackCertificate } from '../../local/tenant/certificate';
import type { Tenant } from '../../local/tenant/tenant';
import { Tokens } from '../../local/tenant/tokens';
import { fixedClock } from '../support/fixed-clock';
import { INCIDENT } from '../support/generated-outcomes';
import { graphOptions, loopbackTenant, trust } from '../support/loopback-tenant';
import { inMemoryIncidents } from '../twins/in-memory-incidents';

const SENTINEL = INCIDENT.toLowerCase();
const UUIDS = [1, 2].map((n) => `0a1b8f6e-3c52-8f0e-8a41-5d6c7e8f9a0${String(n)}`);
const tokens = new Tokens();
let tenant: Tenant;
let arm: ResourceManager;
beforeAll(async () => {
  tenant = await loopbackTenant();
  tenant.tokens.permissions.add('SecurityIncident.ReadWrite.All');
  const certificate = await loopbackCertificate();
  trust(certificate);
  arm = await startResourceManager({ certificate, tokens });
});
afterAll(() => Promise.all([tenant.stop(), arm.stop()]));

const armCredential = (): TokenCredential => ({
  getToken: (scopes) => {
    expect(scopes).toEqual([`${arm.endpoint}/.default`]);
    const { token, expiresAt } = tokens.acquire(arm.endpoint, undefined);
    return Promise.resolve({ token, expiresOnTimestamp: expiresAt });
  },
});

interface Side {
  readonly incidents: Incidents;
  readonly id: string;
  readonly other: string;
  readonly knowsIds: boolean;
  /** A person gives it a status and a classification, in the words of the system. */
  readonly close: (how: Closing) => void;
}

/** The ways in which an incident is closed, or nearly. */
type Closing = 'falsePositive' | 'expected' | 'truePositive' | 'classifiedOnly' | 'merged' | 'unknown';
const CHANGED_AT = '2026-11-23T10:30:00.000Z';
const BY = 'analyst@contoso.com';
const inXdr = {
  falsePositive: { status: 'resolved', classification: 'falsePositive' },
  expected: { status: 'resolved', classification: 'informationalExpectedActivity' },
  truePositive: { status: 'resolved', classification: 'truePositive' },
  classifiedOnly: { status: 'inProgress', classification: 'falsePositive' },
  merged: { status: 'redirected', classification: 'falsePositive' },
  unknown: { status: 'resolved', classification: 'unknownFutureValue' },
} satisfies Record<Closing, object>;
const inSentinel = {
  falsePositive: { status: 'Closed', classification: 'FalsePositive' },
  expected: { status: 'Closed', classification: 'BenignPositive' },
  truePositive: { status: 'Closed', classification: 'TruePositive' },
  classifiedOnly: { status: 'Active', classification: 'FalsePositive' },
  merged: { status: 'New' },
  unknown: { status: 'Closed', classification: 'Undetermined' },
} satisfies Record<Closing, object>;

let number = 100;
const sides: readonly (readonly [string, () => Side])[] = [
  ...(['knowsIds', 'hasTags'] as const).map((kind): readonly [string, () => Side] => [
    `the twin that ${kind}`,
    () => {
      const incidents = inMemoryIncidents(kind);
      incidents.add('29');
      const close = (how: Closing): void => {
        const isFalsePositive = how === 'falsePositive';
        incidents.update('29', { isFalsePositive, changedAt: CHANGED_AT, people: [BY] });
      };
      return { incidents, id: '29', other: '30', knowsIds: kind === 'knowsIds', close };
    },
  ]),
  [
    'Defender XDR',
    () => {
      const id = String(number++);
      tenant.directory.incidents.add(id, ['Existing']);
      const { pace: _pace, ...options } = graphOptions(tenant, fixedClock());
      const close = (how: Closing): void =>
        tenant.directory.incidents.update(id, inXdr[how], BY, new Date(CHANGED_AT));
      return { incidents: xdrIncidents(options), id, other: '1', knowsIds: false, close };
    },
  ],
  [
    'Microsoft Sentinel',
    () => {
      const id = SENTINEL.replace(/...$/, String(number++));
      arm.incidents.set(id, new Map());
      const incidents = sentinelIncidents({
        endpoint: arm.endpoint,
        credential: armCredential(),
        clock: fixedClock(),
      });
      const close = (how: Closing): void => {
        const owner = { assignedTo: 'Analyst', email: null, userPrincipalName: BY };
        arm.properties.set(id, { ...inSentinel[how], lastModifiedTimeUtc: CHANGED_AT, owner });
      };
      return { incidents, id, other: SENTINEL.replace(/.$/, 'f'), knowsIds: true, close };
    },
  ],
];
const comment = (n: number, text: string) => ({ id: UUIDS[n] ?? '', text, markers: [] });

describe.each(sides)('incidents of %s', (_name, begin) => {
  it('have the comments that were written, and then the tag, which is written once', async () => {
    const { incidents, id, knowsIds } = begin();
    expect(await incidents.read(id)).toEqual({ kind: 'read', comments: [], isTagged: knowsIds });
    expect(await incidents.comment(id, comment(0, 'one'))).toEqual({ kind: 'written' });
    expect(await incidents.comment(id, comment(1, 'two'))).toEqual({ kind: 'written' });
    expect(await incidents.tag(id)).toEqual({ kind: 'written' });
    expect(await incidents.tag(id)).toEqual({ kind: 'written' });
    expect(await incidents.read(id)).toEqual({ kind: 'read', comments: ['one', 'two'], isTagged: true });
  });
  it('replace a comment with the same id, where the system knows ids', async () => {
    const { incidents, id, knowsIds } = begin();
    await incidents.comment(id, comment(0, 'one'));
    await incidents.comment(id, comment(0, 'again'));
    const comments = knowsIds ? ['again'] : ['one', 'again'];
    expect(await incidents.read(id)).toMatchObject({ comments });
  });
  it('that do not exist are not found', async () => {
    const { incidents, other } = begin();
    expect(await incidents.read(other)).toEqual({ kind: 'notFound' });
    expect(await incidents.judge(other)).toEqual({ kind: 'notFound' });
  });
  it('are no false positives as long as nobody has said so', async () => {
    const { incidents, id } = begin();
    expect(await incidents.judge(id)).toMatchObject({
      kind: 'judged',
      state: { isFalsePositive: false, people: [], commentedAt: [] },
    });
  });
  it('say when they were closed as false positives, and by whom', async () => {
    const { incidents, id, close } = begin();
    close('falsePositive');
    expect(await incidents.judge(id)).toMatchObject({
      kind: 'judged',
      state: {
        isFalsePositive: true,
        changedAt: CHANGED_AT,
        people: expect.arrayContaining([BY]),
        commentedAt: [],
      },
    });
  });
  it.each(['expected', 'truePositive', 'classifiedOnly', 'merged', 'unknown'] as const)(
    'are no false positives where they are %s',
    async (how) => {
      const { incidents, id, close } = begin();
      close('falsePositive');
      close(how);
      expect(await incidents.judge(id)).toMatchObject({ kind: 'judged', state: { isFalsePositive: false } });
    },
  );
  it('say when the app has commented them, and not when others have', async () => {
    const { incidents, id, close } = begin();
    const marker = '(session-revoker 0123456789abcdef0123)';
    await incidents.comment(id, comment(0, `Signed out. ${marker}`));
    await incidents.comment(id, comment(1, 'Looks false to me.'));
    close('falsePositive');
    expect(await incidents.judge(id)).toMatchObject({
      state: { isFalsePositive: true, commentedAt: [expect.stringMatching(/^20\d\d-/)] },
    });
  });
});

describe('Defender XDR', () => {
  const xdr = (clock = fixedClock()) => {
    const { pace: _pace, ...options } = graphOptions(tenant, clock);
    return xdrIncidents(options);
  };
  it('keeps the tags of others', async () => {
    const incident = tenant.directory.incidents.add('50', ['Existing', 'VIP']);
    await xdr().tag('50');
    expect(incident.customTags).toEqual(['Existing', 'VIP', INCIDENT_TAG]);
  });
  it('is called once for a comment, whatever happens: an unanswered one may be there', async () => {
    tenant.directory.incidents.add('51');
    const answer = failure(503, 'ServiceUnavailable', 'Try later.');
    tenant.faults.add({ method: 'POST', path: '/comments', times: 1, answer, takesEffect: true });
    const before = tenant.calls.length;
    expect(await xdr().comment('51', comment(0, 'x'))).toMatchObject({ kind: 'failed' });
    expect(tenant.calls.length - before).toBe(1);
    expect(await xdr().read('51')).toMatchObject({ comments: ['x'] });
  });
  it('needs no right to write where it only judges', async () => {
    tenant.tokens.permissions.delete('SecurityIncident.ReadWrite.All');
    const refused = await xdr().judge('50');
    tenant.tokens.permissions.add('SecurityIncident.Read.All');
    const judged = await xdr().judge('50');
    tenant.tokens.permissions.delete('SecurityIncident.Read.All');
    tenant.tokens.permissions.add('SecurityIncident.ReadWrite.All');
    expect(refused).toMatchObject({ reason: expect.stringContaining('SecurityIncident.Read.All') });
    expect(judged).toMatchObject({ kind: 'judged' });
  });
  it('does not say when the app has commented where a comment of the app has no time', async () => {
    const incident = tenant.directory.incidents.add('52');
    incident.comments.push({
      comment: '(session-revoker 0123456789abcdef0123)',
    } as (typeof incident.comments)[number]);
    const judged = await xdr().judge('52');
    expect(judged).toMatchObject({ kind: 'judged' });
    expect(judged).not.toHaveProperty('state.commentedAt');
  });
  it('names the permission that is missing', async () => {
    tenant.tokens.permissions.delete('SecurityIncident.ReadWrite.All');
    const read = await xdr().read('50');
    tenant.tokens.permissions.add('SecurityIncident.ReadWrite.All');
    expect(read).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('SecurityIncident.ReadWrite.All'),
    });
  });
});

describe('Azure Resource Manager', () => {
  const sentinel = (clock = fixedClock()) =>
    sentinelIncidents({ endpoint: arm.endpoint, credential: armCredential(), clock });
  it('has comments on several pages', async () => {
    const comments = new Map(Array.from({ length: 45 }, (_, n) => [String(n), `c ${String(n)}`]));
    arm.incidents.set(SENTINEL, comments);
    expect(await sentinel().read(SENTINEL)).toEqual({
      kind: 'read',
      comments: [...comments.values()],
      isTagged: true,
    });
  });
  it.each([
    [
      { status: 429, headers: { 'retry-after': '7' } },
      { reason: 'Azure Resource Manager answered 429.', retryAfterMs: 7000 },
    ],
    [
      { status: 403, body: { error: { code: 'AuthorizationFailed' } } },
      {
        reason:
          'Azure Resource Manager answered 403 AuthorizationFailed. Assign Microsoft Sentinel Responder on the workspace to the app; to read alone, Reader is enough.',
        isOfIncident: true,
      },
    ],
    [
      { status: 302, headers: { location: 'https://evil.example' } },
      { reason: 'Azure Resource Manager answered 302.' },
    ],
    [{ status: 404 }, { reason: 'Azure Resource Manager answered 404.' }],
  ])('fails as it says: %j', async (answer, failure) => {
    arm.answerAll(answer);
    const read = await sentinel().read(SENTINEL);
    arm.answerAll(undefined);
    expect(read).toEqual({ kind: 'failed', ...failure });
  });
  it('reads the comments of a false positive alone', async () => {
    arm.incidents.set(SENTINEL, new Map());
    const before = arm.calls.length;
    await sentinel().judge(SENTINEL);
    expect(arm.calls.length - before).toBe(1);
    arm.properties.set(SENTINEL, inSentinel.falsePositive);
    await sentinel().judge(SENTINEL);
    arm.properties.delete(SENTINEL);
    expect(arm.calls.length - before).toBe(3);
  });
  it('that answers something else judges nothing', async () => {
    arm.answerAll({ status: 200, body: { properties: 'x' } });
    const judged = await sentinel().judge(SENTINEL);
    arm.answerAll(undefined);
    expect(judged).toEqual({
      kind: 'failed',
      reason: 'Sentinel answered something else than an incident.',
      isOfIncident: true,
    });
  });
  it('waits for its turn on the clock alone', async () => {
    const clock = fixedClock();
    const incidents = sentinel(clock);
    arm.incidents.set(SENTINEL, new Map());
    for (let n = 0; n < 5; n++) await incidents.read(SENTINEL);
    const interval = 60_000 / ARM_CALLS_PER_MINUTE;
    expect(clock.slept.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThanOrEqual(4 * interval);
  });
});
