import { describe, expect, it } from '@jest/globals';
import { removalMethods } from '../../../shared/adapters/containment/removal-methods';
import type { ContainmentMethod, StepAnswer } from '../../../shared/ports/containment-method';
import type { StoredAppRole, StoredAuditEvent, StoredConsent } from '../../../local/tenant/account-items';
import { failure } from '../../../local/tenant/graph-message';
import {
  BEFORE,
  LATER,
  SINCE,
  aCall,
  aConsent,
  aTarget,
  anAppRole,
  consented,
  granted,
} from '../../support/account-items';
import type { AnsweredGraph } from '../../support/answered-graph';
import { answeredGraph } from '../../support/answered-graph';

interface Items {
  readonly consents?: readonly StoredConsent[];
  readonly appRoles?: readonly StoredAppRole[];
  readonly events?: readonly StoredAuditEvent[];
}

function given({ consents = [], appRoles = [], events = [] }: Items): AnsweredGraph & {
  readonly step: ContainmentMethod;
} {
  const graph = answeredGraph();
  graph.directory.items.consents.push(...consents);
  graph.directory.items.appRoles.push(...appRoles);
  graph.directory.items.auditEvents.push(...events);
  return Object.assign(graph, { step: removalMethods(graph.client, graph.clock).removeConsents });
}

const left = ({ directory: { items } }: AnsweredGraph): readonly string[] =>
  [...items.consents, ...items.appRoles].map(({ id }) => id).sort();
const reasons = ({ kept }: Pick<StepAnswer, 'kept'>): Readonly<Record<string, string>> =>
  Object.fromEntries(kept.map(({ item, reason }) => [item.id, reason.code]));

const NEW = aConsent('new');
const OLD = aConsent('old');
const GROUP = '5e2d1c0b-7a69-4858-9b3a-1c2d3e4f5c01';

describe('which consents are deleted', () => {
  it.each<[string, Items, Readonly<Record<string, string>>]>([
    ['what was consented to since is deleted', { consents: [NEW], events: [consented(NEW)] }, {}],
    [
      'what no event is about is kept',
      { consents: [NEW, OLD], events: [consented(NEW)] },
      { old: 'keptUndated' },
    ],
    ['a grant that was added since is deleted', { consents: [NEW], events: [granted(NEW)] }, {}],
    [
      'what was given other scopes since, and has none of those before, is kept and named',
      {
        consents: [NEW, OLD],
        events: [consented(OLD, SINCE, 'User.Read'), granted(NEW, SINCE, 'User.Read')],
      },
      { new: 'keptWidened', old: 'keptWidened' },
    ],
    [
      'what was given since, and then more, is deleted',
      { consents: [NEW], events: [consented(NEW, LATER, 'User.Read'), consented(NEW, SINCE)] },
      {},
    ],
    [
      'a consent for all users is kept, whatever the log says',
      {
        consents: [aConsent('all', { consentType: 'AllPrincipals' })],
        events: [granted(aConsent('all', { consentType: 'AllPrincipals' }))],
      },
      { all: 'keptForAllUsers' },
    ],
    [
      'an event about another application or resource dates nothing',
      {
        consents: [NEW],
        events: [granted({ ...NEW, clientId: 'another' }), granted({ ...NEW, resourceId: 'another' })],
      },
      { new: 'keptUndated' },
    ],
    [
      'an event that did not succeed dates nothing',
      { consents: [NEW], events: [{ ...consented(NEW), result: 'failure' }] },
      { new: 'keptUndated' },
    ],
    [
      'app roles go by their own dates',
      {
        appRoles: [
          anAppRole('new'),
          anAppRole('old', { createdDateTime: BEFORE }),
          anAppRole('undated', { createdDateTime: null }),
        ],
      },
      { old: 'keptOlder', undated: 'keptUndated' },
    ],
    [
      'the app role of a group is kept',
      { appRoles: [anAppRole('group', { principalId: GROUP, principalType: 'Group' })] },
      { group: 'keptOfGroup' },
    ],
  ])('%s', async (_name, items, kept) => {
    const graph = given(items);
    graph.directory.groups.push({ id: GROUP, members: [aTarget().user.id] });
    const foreseen = await graph.step.foresee(aTarget());
    const answer = await graph.step.contain(aTarget(), aCall());
    expect(reasons(answer)).toEqual(kept);
    expect(left(graph)).toEqual(Object.keys(kept).sort());
    expect(foreseen).toMatchObject({
      changes: answer.changed.map((change) => ({ ...change, state: 'intended' })),
      kept: answer.kept,
    });
  });

  it('names the application as the audit log does, and notes what bringing it back needs', async () => {
    const { step } = given({ consents: [NEW], events: [consented(NEW)] });
    expect((await step.contain(aTarget(), aCall())).changed).toEqual([
      {
        step: 'removeConsents',
        item: { kind: 'consent', id: 'new', name: 'App client-of-new', addedAt: SINCE },
        before: {
          clientId: 'client-of-new',
          consentType: 'Principal',
          principalId: aTarget().user.id,
          resourceId: 'graph',
          scope: 'Mail.Read offline_access',
        },
        state: 'made',
      },
    ]);
  });
  it('without the permission for app roles they are left, with a word on it, and consents are deleted', async () => {
    const graph = given({ consents: [NEW], appRoles: [anAppRole('role')], events: [consented(NEW)] });
    graph.tokens.permissions.delete('AppRoleAssignment.ReadWrite.All');
    graph.tokens.permissions.delete('Directory.Read.All');
    const answer = await graph.step.contain(aTarget(), aCall());
    expect(answer).toMatchObject({
      kind: 'contained',
      advice: { code: 'appRolesLeft', values: { permission: 'AppRoleAssignment.ReadWrite.All' } },
    });
    expect(left(graph)).toEqual(['role']);
  });
  it('when the app roles cannot be read for another reason, nothing is deleted', async () => {
    const graph = given({ consents: [NEW], events: [consented(NEW)] });
    graph.faults.add({ path: '/appRoleAssignments', times: 9, answer: failure(503, 'x', '') });
    expect(await graph.step.contain(aTarget(), aCall())).toMatchObject({ kind: 'failed', changed: [] });
    expect(left(graph)).toEqual(['new']);
  });
  it('without the audit log every consent is kept with the reason', async () => {
    const graph = given({ consents: [NEW], events: [consented(NEW)] });
    graph.tokens.permissions.delete('AuditLog.Read.All');
    expect(reasons(await graph.step.contain(aTarget(), aCall()))).toEqual({ new: 'keptLogUnread' });
  });
  it('while the audit log does not answer, nothing is decided: the step fails, and may be called again', async () => {
    const graph = given({ consents: [NEW], events: [consented(NEW)] });
    graph.faults.add({ path: '/directoryAudits', times: 9, answer: failure(503, 'serviceNotAvailable', '') });
    expect(await graph.step.contain(aTarget(), aCall())).toMatchObject({
      kind: 'failed',
      failure: { kind: 'unavailable' },
      kept: [],
    });
  });
  it('goes on after one that Graph refuses, and names it', async () => {
    const graph = given({ appRoles: [anAppRole('first'), anAppRole('second')] });
    graph.faults.add({ path: '/first', times: 2, answer: failure(400, 'Request_BadRequest', '') });
    const answer = await graph.step.contain(aTarget(), aCall());
    expect(answer).toMatchObject({ kind: 'failed', failure: { kind: 'badRequest' } });
    expect(reasons(answer)).toEqual({ first: 'keptRefused' });
    expect(answer.changed.map(({ state }) => state)).toEqual(['notOurs', 'made']);
    expect(left(graph)).toEqual(['first']);
  });
});

describe('bringing consents back', () => {
  async function contained(items: Items): Promise<ReturnType<typeof given> & { readonly done: StepAnswer }> {
    const graph = given(items);
    const done = await graph.step.contain(aTarget(), aCall());
    return Object.assign(graph, { done });
  }
  const both: Items = { consents: [NEW], appRoles: [anAppRole('role')], events: [consented(NEW)] };

  it('gives them again as they were, under new ids', async () => {
    const graph = await contained(both);
    const answer = await graph.step.restore(aTarget(), graph.done.changed, aCall());
    expect(answer).toMatchObject({
      kind: 'restored',
      changed: [{ state: 'restored' }, { state: 'restored' }],
    });
    const { consents, appRoles } = graph.directory.items;
    expect(consents).toEqual([{ ...NEW, id: expect.stringMatching(/^grant-made/) }]);
    expect(appRoles).toEqual([
      expect.objectContaining({ appRoleId: anAppRole('role').appRoleId, resourceId: 'resource-of-role' }),
    ]);
  });
  it('may be repeated: what is there again was restored', async () => {
    const graph = await contained(both);
    await graph.step.restore(aTarget(), graph.done.changed, aCall());
    const before = left(graph);
    const again = await graph.step.restore(aTarget(), graph.done.changed, aCall());
    expect(again.changed.map(({ state }) => state)).toEqual(['restored', 'restored']);
    expect(left(graph)).toEqual(before);
  });
  it('a lost answer is known by what is there then', async () => {
    const graph = await contained(both);
    graph.faults.add({ method: 'POST', times: 1, answer: 'drop', takesEffect: true });
    graph.faults.add({
      method: 'POST',
      path: '/appRoleAssignments',
      times: 1,
      answer: 'drop',
      takesEffect: true,
    });
    const answer = await graph.step.restore(aTarget(), graph.done.changed, aCall());
    expect(answer).toMatchObject({
      kind: 'restored',
      changed: [{ state: 'restored' }, { state: 'restored' }],
    });
    expect(left(graph)).toHaveLength(2);
  });
  it.each<[string, Partial<StoredConsent>, string]>([
    ['the same scopes in another order are restored', { scope: ' offline_access  Mail.Read' }, 'restored'],
    ['what somebody has consented to since is not ours', { scope: 'Mail.Read Files.Read' }, 'notOurs'],
  ])('%s', async (_name, fields, state) => {
    const graph = await contained({ consents: [NEW], events: [consented(NEW)] });
    graph.directory.items.consents.push(aConsent('by-the-user', { clientId: NEW.clientId, ...fields }));
    const answer = await graph.step.restore(aTarget(), graph.done.changed, aCall());
    expect(answer.changed.map((change) => change.state)).toEqual([state]);
    expect(left(graph)).toEqual(['by-the-user']);
  });
  it('an application that is gone takes its consents with it: they are not ours to bring back', async () => {
    const graph = await contained({ consents: [NEW], events: [consented(NEW)] });
    graph.faults.add({ method: 'POST', times: 1, answer: failure(404, 'Request_ResourceNotFound', '') });
    const answer = await graph.step.restore(aTarget(), graph.done.changed, aCall());
    expect(answer.changed.map(({ state }) => state)).toEqual(['notOurs']);
  });
  it('without one permission, what needs another is restored, and the change stays as it was', async () => {
    const graph = await contained(both);
    graph.tokens.permissions.delete('DelegatedPermissionGrant.ReadWrite.All');
    expect(await graph.step.restore(aTarget(), graph.done.changed, aCall())).toMatchObject({
      kind: 'failed',
      failure: { kind: 'forbidden' },
      changed: [{ state: 'made' }, { state: 'restored' }],
    });
  });
  it('leaves what is restored, not ours, or of another step', async () => {
    const graph = await contained(both);
    const [first, second] = graph.done.changed;
    if (!first || !second) throw new Error('Two changes are expected.');
    graph.calls.length = 0;
    const changes = [
      { ...first, state: 'restored' as const },
      { ...second, state: 'notOurs' as const },
      { ...first, step: 'disableDevices' as const },
    ];
    expect(await graph.step.restore(aTarget(), changes, aCall())).toMatchObject({ kind: 'unchanged' });
    expect(graph.calls).toEqual([]);
  });
});
