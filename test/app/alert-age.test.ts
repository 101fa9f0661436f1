import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { processMessage } from '../../shared/app/process-message';
import type { Policy } from '../../shared/core/policy';
import { aMessage, appOfTwins, members, resultOfBytes } from '../support/app';
import { NOW } from '../support/builders';

const avery = members[0]?.id ?? '';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ago = (ms: number): string => new Date(NOW.getTime() - ms).toISOString();
const withoutZone = (time: string): string => time.replace('T', ' ').replace(/\.\d+Z$/, '');

const splunk = (_time: unknown): unknown => ({
  sid: 's-1',
  search_name: 'Token replay',
  results_link: 'https://splunk.contoso.com/s-1',
  result: { user: 'avery@contoso.com', severity: 'high', ...(_time === undefined ? {} : { _time }) },
});
const entities = [{ $id: '1', Type: 'account', Name: 'avery', UPNSuffix: 'contoso.com' }];
const securityAlert = (times: object): unknown => ({
  SystemAlertId: 's-1',
  AlertDisplayName: 'Token replay',
  Severity: 'High',
  Status: 'New',
  Entities: entities,
  ...times,
});
const sentinelIncident = (times: object): unknown => ({
  objectSchemaType: 'Incident',
  object: {
    name: 'i-1',
    properties: {
      title: 'Token replay',
      severity: 'High',
      status: 'Active',
      relatedEntities: [{ kind: 'Account', properties: { accountName: 'avery', upnSuffix: 'contoso.com' } }],
      ...times,
    },
  },
});
const graphIncident = (times: object, alerts: readonly object[] = [{}]): unknown => ({
  '@odata.type': '#microsoft.graph.security.incident',
  id: 'i-1',
  displayName: 'Token replay',
  status: 'active',
  severity: 'high',
  ...times,
  alerts: alerts.map((alert) => ({
    '@odata.type': '#microsoft.graph.security.alert',
    id: 'a-1',
    status: 'new',
    severity: 'high',
    evidence: [
      {
        '@odata.type': '#microsoft.graph.security.userEvidence',
        userAccount: { userPrincipalName: 'avery@contoso.com' },
      },
    ],
    ...alert,
  })),
});

async function outcomeOf(alert: unknown, policy: Partial<Policy> = {}, enqueuedAt = NOW.toISOString()) {
  const app = appOfTwins(policy);
  await processMessage(app.dependencies, aMessage(alert, {}, { enqueuedAt }));
  const { data } = resultOfBytes(app.resultsTopic.published.at(-1)?.body ?? new Uint8Array());
  const { status, detail, alert: { createdAt } = {} } = data;
  return { status, detail, createdAt, revoked: app.tenant.revoked };
}

describe('an alert is signed out for', () => {
  it.each<[string, unknown]>([
    ['without any time', splunk(undefined)],
    ['with a blank time', splunk('')],
    [
      'raised now, of what began yesterday',
      securityAlert({ TimeGeneratedUtc: ago(MINUTE), StartTimeUtc: ago(24 * HOUR) }),
    ],
    [
      'whose first time cannot be read',
      securityAlert({ TimeGenerated: 'just now', StartTimeUtc: ago(MINUTE) }),
    ],
    [
      'of an incident that changed now',
      sentinelIncident({ createdTimeUtc: ago(24 * HOUR), lastModifiedTimeUtc: ago(MINUTE) }),
    ],
    [
      'of an incident with a new alert',
      graphIncident({ createdDateTime: ago(48 * HOUR) }, [
        { createdDateTime: ago(24 * HOUR) },
        { createdDateTime: ago(MINUTE) },
      ]),
    ],
    [
      'of an incident whose alerts have no times',
      graphIncident({ createdDateTime: ago(48 * HOUR), lastUpdateDateTime: ago(MINUTE) }),
    ],
    ['local time of Tokyo', splunk(withoutZone(ago(MINUTE - 9 * HOUR)))],
    ['local time of New York', splunk(withoutZone(ago(MINUTE + 5 * HOUR)))],
  ])('%s', async (_what, alert) =>
    expect(await outcomeOf(alert)).toMatchObject({ status: 'signOutPending', revoked: [avery] }),
  );
});

describe('an alert is too old', () => {
  it.each<[string, unknown]>([
    ['if it was raised yesterday', splunk(ago(24 * HOUR))],
    ['in any time zone', splunk(withoutZone(ago(19 * HOUR)))],
    [
      'of an old alert in an incident that was changed now',
      graphIncident({ lastUpdateDateTime: ago(0) }, [{ createdDateTime: ago(24 * HOUR) }]),
    ],
  ])('%s', async (_what, alert) =>
    expect(await outcomeOf(alert)).toMatchObject({ status: 'expired', revoked: [] }),
  );
  it('without a zone, if its message is', async () => {
    const local = splunk(withoutZone(ago(MINUTE)));
    expect(await outcomeOf(local, {}, ago(5 * HOUR))).toMatchObject({ status: 'expired', revoked: [] });
  });
});

describe('an alert of the future is rejected', () => {
  it.each([
    ['in its zone', ago(-HOUR)],
    ['in any zone', withoutZone(ago(-15 * HOUR))],
  ])('%s', async (_what, time) =>
    expect(await outcomeOf(splunk(time))).toMatchObject({ status: 'rejected', revoked: [] }),
  );
});

describe('an alert whose times cannot be read', () => {
  const unreadable = splunk('Thu Mar 24 05:32:08 2022');
  it('waits for a person', async () =>
    expect(await outcomeOf(unreadable)).toMatchObject({
      status: 'awaitingConfirmation',
      detail:
        'Policy requires approval for alerts of unknown age; none of the times of this one can be read.',
      revoked: [],
    }));
  it('is carried out if policy says so', async () =>
    expect(await outcomeOf(unreadable, { unknownAge: 'revoke' })).toMatchObject({
      status: 'signOutPending',
      revoked: [avery],
    }));
  it('is carried out once a person has refreshed it', async () => {
    const app = appOfTwins();
    const { history, ...message } = aMessage(unreadable);
    const refreshedAt = NOW.toISOString();
    await processMessage(app.dependencies, { ...message, history: { ...history, refreshedAt } });
    expect(app.tenant.revoked).toEqual([avery]);
  });
});

describe('the age of an alert', () => {
  it('without a zone is never a reason to publish a time that is not known', async () => {
    expect((await outcomeOf(splunk(withoutZone(ago(MINUTE))))).createdAt).toBeUndefined();
    expect((await outcomeOf(splunk(ago(MINUTE)))).createdAt).toBe(ago(MINUTE));
  });
  it('does not depend on the zone in which a search head writes it, with one or without', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 4 * 60 - 1 }),
        fc.integer({ min: -14 * 4, max: 14 * 4 }),
        async (minutes, quarters) => {
          const local = withoutZone(ago(minutes * MINUTE - quarters * (HOUR / 4)));
          expect((await outcomeOf(splunk(local))).status).toBe('signOutPending');
        },
      ),
      { numRuns: 50 },
    );
  });
});
