import { describe, expect, it } from '@jest/globals';
import type { Dependencies } from '../../shared/app/dependencies';
import { giveUpForCaller } from '../../shared/app/give-up';
import type { Containment } from '../../shared/core/containment';
import { detail } from '../../shared/core/detail';
import type { OutcomeId } from '../../shared/core/ids';
import { storedId } from '../../shared/core/ids';
import { OTHER_TENANT_ID } from '../support/builders';
import { connectedApp } from '../support/connected-app';
import { AUTHORIZATION_URI, aContainment, contained, recordsOf } from '../support/contained';
import { aCaller, idOf } from '../support/proven';

/** The account that the operator has in a connected tenant. */
const ELSEWHERE = '1b2c3d4e-0000-4000-8000-000000000001';

/** What was done to the operator, of which something is there to bring back. */
const ofOperator = (changes: Partial<Containment> = {}): Containment =>
  aContainment({
    outcomeId: storedId<OutcomeId>('contained-9'),
    requestId: 'inc-9',
    receivedBy: 'webhook:siem',
    user: { reference: { kind: 'id', id: idOf('lead') }, id: idOf('lead') },
    steps: ['disableDevices'],
    changes: [{ step: 'disableDevices', item: { kind: 'device', id: 'd-9' }, state: 'made' }],
    ...changes,
  });

function giveUp(app: Dependencies, requestId = 'inc-1') {
  const caller = aCaller('lead', { roles: ['Revocation.Operate'], signedInAt: app.clock.now() });
  const deciding = { app, authorizationUri: AUTHORIZATION_URI };
  return giveUpForCaller(deciding, { requestId, reason: 'Undone by hand', caller });
}

const DENIED = { kind: 'problem', code: 'notAllowed' };

describe('an operator who is contained', () => {
  it('gives up nothing: not what was done to others, and not what was done to themselves', async () => {
    const app = await contained();
    await app.dependencies.ledger.containments.begin(ofOperator());
    expect(await giveUp(app.dependencies)).toMatchObject(DENIED);
    expect(await giveUp(app.dependencies, 'inc-9')).toMatchObject(DENIED);
    expect(await recordsOf(app)).toMatchObject([{ state: 'open' }]);
    expect(app.telemetry.events.filter(({ kind }) => kind === 'containmentGivenUp')).toEqual([]);
  });
  it.each<[string, Partial<Containment>]>([
    ['it is over', { state: 'restored' }],
    ['nothing was changed', { changes: [] }],
    ['nobody has proven who asked for it', { receivedBy: 'queue' }],
  ])('gives up as others do where %s', async (_how, changes) => {
    const app = await contained();
    await app.dependencies.ledger.containments.begin(ofOperator(changes));
    expect(await giveUp(app.dependencies)).toMatchObject({ kind: 'done' });
    expect(await recordsOf(app)).toMatchObject([{ state: 'givenUp', endedBy: 'lead@contoso.com' }]);
  });
  /** The operator has an account in a connected tenant, where it is contained. */
  const containedElsewhere = async () => {
    const users = [{ id: ELSEWHERE, userPrincipalName: 'lead@contoso.com' }];
    const connection = { tenantId: OTHER_TENANT_ID, policy: {}, sources: [] };
    const { dependencies } = connectedApp([{ connection, users }]);
    const user = { reference: { kind: 'id', id: ELSEWHERE }, id: ELSEWHERE } as const;
    const { containments } = dependencies.ledger;
    await containments.begin(ofOperator({ tenantId: OTHER_TENANT_ID, user, receivedBy: 'queue' }));
    return dependencies;
  };
  it('is the same person by the account that they have in the tenant of the containment', async () =>
    expect(await giveUp(await containedElsewhere(), 'inc-9')).toMatchObject(DENIED));
  it('gives up nothing while that tenant cannot say which account they have there', async () => {
    const app = await containedElsewhere();
    const failure = { kind: 'unavailable', detail: detail('graphThrottling') } as const;
    const find = () => Promise.resolve({ kind: 'lookupFailed' as const, failure });
    const { tenants } = app;
    const access: typeof tenants.access = (connection) => {
      const there = tenants.access(connection);
      return { ...there, directory: { ...there.directory, find } };
    };
    expect(await giveUp({ ...app, tenants: { ...tenants, access } }, 'inc-9')).toMatchObject({
      kind: 'problem',
      code: 'unavailable',
      detail: 'The directory cannot be asked now.',
    });
  });
});

describe('a containment that is given up', () => {
  it('is reported with who has done it, and why, before it is entered', async () => {
    const app = await contained();
    const { ledger } = app.dependencies;
    const end = () => Promise.reject(new Error('killed'));
    const containments = { ...ledger.containments, end };
    const dying = { ...app.dependencies, ledger: { ...ledger, containments } };
    await expect(giveUp(dying)).rejects.toThrow('killed');
    const [record] = await recordsOf(app);
    expect(record?.state).toBe('open');
    expect(app.telemetry.events.filter(({ kind }) => kind === 'containmentGivenUp')).toEqual([
      {
        kind: 'containmentGivenUp',
        tenantId: record?.tenantId,
        requestId: 'inc-1',
        outcomeId: record?.outcomeId,
        userId: record?.user.id,
        by: idOf('lead'),
        reason: 'Undone by hand',
      },
    ]);
  });
});
