import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { processMessage } from '../../shared/app/process-message';
import { compact } from '../../shared/core/compact';
import { aMessage, appOfTwins, members, resultOfBytes } from '../support/app';
import { AVERY, appWithSteps, containedAlert } from '../support/app-with-steps';
import { NOW } from '../support/builders';
import { expectEqual } from '../support/equal';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const ago = (ms: number): string => new Date(NOW.getTime() - ms).toISOString();

/** An incident of which each alert is about one user. */
const incident = (
  alerts: readonly (readonly [userPrincipalName: string, firstActivityDateTime: string])[],
) => ({
  '@odata.type': '#microsoft.graph.security.incident',
  id: 'i-1',
  displayName: 'Token replay',
  status: 'active',
  severity: 'high',
  alerts: alerts.map(([userPrincipalName, firstActivityDateTime], n) => ({
    '@odata.type': '#microsoft.graph.security.alert',
    id: `a-${String(n)}`,
    status: 'new',
    severity: 'high',
    createdDateTime: ago(MINUTE),
    firstActivityDateTime,
    evidence: [
      { '@odata.type': '#microsoft.graph.security.userEvidence', userAccount: { userPrincipalName } },
    ],
  })),
});

describe('the outcomes of an incident with several users', () => {
  it('each say when activity of that user was first seen, and all when the incident was raised', async () => {
    const app = appOfTwins();
    const [avery = '', blake = ''] = members.map(({ userPrincipalName }) => userPrincipalName);
    await processMessage(
      app.dependencies,
      aMessage(
        incident([
          [avery, ago(3 * DAY)],
          [blake, ago(DAY)],
        ]),
      ),
    );
    const outcomes = app.resultsTopic.published.map(({ body }) => resultOfBytes(body).data);
    const said = outcomes.map(({ user, alert }) => [
      user?.userPrincipalName,
      alert?.firstSeenAt,
      alert?.createdAt,
    ]);
    expect(said).toEqual([
      [avery, ago(3 * DAY), ago(MINUTE)],
      [blake, ago(DAY), ago(MINUTE)],
    ]);
  });
});

describe('a containment', () => {
  const addedAt = (side: ReturnType<typeof appWithSteps>, id: string, at: string): void => {
    side.directory.add(AVERY, {
      step: 'removeAuthenticationMethods',
      item: { kind: 'authenticationMethod', id, addedAt: at },
    });
  };

  it('removes what was added since the activity was first seen, and keeps that time', async () => {
    const side = appWithSteps(['removeAuthenticationMethods']);
    addedAt(side, 'added-by-the-intruder', ago(2 * DAY));
    addedAt(side, 'own', ago(4 * DAY));
    const alert = { id: 'a-1', createdAt: NOW.toISOString(), firstSeenAt: ago(3 * DAY) };
    await processMessage(side.dependencies, aMessage(containedAlert({ alert })));
    expect(side.taken()).toEqual(['added-by-the-intruder', 'passkey', 'phone']);
    expect(await side.containments()).toMatchObject([{ firstSeenAt: ago(3 * DAY), alert }]);
  });
  it('of a user in an incident removes since that user was first seen, whatever came before of others', async () => {
    const side = appWithSteps(['removeAuthenticationMethods']);
    addedAt(side, 'own', ago(2 * DAY));
    const [avery = '', blake = ''] = members.map(({ userPrincipalName }) => userPrincipalName);
    const alert = incident([
      [avery, ago(DAY)],
      [blake, ago(3 * DAY)],
    ]);
    await processMessage(side.dependencies, aMessage(alert));
    expect(side.taken()).toEqual(['passkey', 'phone']);
  });
  it('is foreseen with the same time', async () => {
    const side = appWithSteps(['removeAuthenticationMethods']);
    addedAt(side, 'added-by-the-intruder', ago(2 * DAY));
    const alert = { id: 'a-1', createdAt: NOW.toISOString(), firstSeenAt: ago(3 * DAY) };
    await processMessage(side.dependencies, aMessage(containedAlert({ alert, whatIf: true })));
    const [only] = side.outcomes();
    const changed = only?.data.methods.flatMap((method) =>
      'changed' in method ? (method.changed ?? []) : [],
    );
    expect(changed?.map(({ id }) => id).toSorted()).toEqual(['added-by-the-intruder', 'passkey', 'phone']);
  });
});

describe('a time at which activity was first seen', () => {
  const times = fc.constantFrom('1970-01-01T00:00:00Z', ago(40 * DAY), ago(3 * DAY), ago(0), ago(-DAY));
  const raised = fc.constantFrom(undefined, ago(0), ago(60 * MINUTE), ago(5 * DAY), ago(-DAY));
  const answered = async (alert: object) => {
    const app = appOfTwins({
      containment: [{ steps: ['disableSignIn'], mayAsk: [], when: {}, lookBackMs: 0 }],
    });
    const users = members.slice(0, 2).map(({ id }) => ({ id }));
    // The second request is about the same alert, of the same sender.
    for (const id of ['r-1', 'r-2']) await processMessage(app.dependencies, aMessage({ id, users, alert }));
    const outcomes = app.resultsTopic.published.map(({ body }) => {
      const { id, data } = resultOfBytes(body);
      const { status, user, duplicateOf } = data;
      return [id, status, user?.id, duplicateOf];
    });
    return { outcomes, revoked: app.tenant.revoked };
  };
  it('changes nobody who is signed out, no status, no id and no duplicate', () =>
    fc.assert(
      fc.asyncProperty(times, raised, async (firstSeenAt, createdAt) => {
        const alert = compact({ id: 'a-1', createdAt });
        expectEqual(await answered({ ...alert, firstSeenAt }), await answered(alert));
      }),
      { numRuns: 25 },
    ));
});
