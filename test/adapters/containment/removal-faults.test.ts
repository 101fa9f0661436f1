import { describe, expect, it } from '@jest/globals';
import { removalMethods } from '../../../shared/adapters/containment/removal-methods';
import type { ContainmentChange } from '../../../shared/core/containment';
import type { ContainmentMethod, StepAnswer } from '../../../shared/ports/containment-method';
import type { StoredAuditEvent, StoredMethod } from '../../../local/tenant/account-items';
import { failure } from '../../../local/tenant/graph-message';
import {
  BEFORE,
  LATER,
  PASSWORD,
  SINCE,
  aCall,
  aMethod,
  aTarget,
  registered,
} from '../../support/account-items';
import type { AnsweredGraph } from '../../support/answered-graph';
import { answeredGraph } from '../../support/answered-graph';

const OWN_APP = aMethod('microsoftAuthenticator', 'own-app', {
  displayName: 'Pixel 8',
  createdDateTime: BEFORE,
});
const NEW_APP = aMethod('microsoftAuthenticator', 'new-app', {
  displayName: 'SM-A125F',
  createdDateTime: SINCE,
});
const NEW_KEY = aMethod('fido2', 'new-key', { displayName: 'YubiKey', createdDateTime: LATER });
const PHONE = aMethod('phone', 'phone', { phoneNumber: '+1 555 010 4207', phoneType: 'mobile' });

/** A user who has these methods, and the step. */
function given(
  methods: readonly StoredMethod[],
  events: readonly StoredAuditEvent[] = [],
): AnsweredGraph & { readonly step: ContainmentMethod } {
  const graph = answeredGraph();
  graph.directory.items.methods.push(PASSWORD, ...methods);
  graph.directory.items.auditEvents.push(...events);
  return Object.assign(graph, {
    step: removalMethods(graph.client, graph.clock).removeAuthenticationMethods,
  });
}

const left = ({ directory }: AnsweredGraph): readonly string[] =>
  directory.items.methods.filter((one) => one !== PASSWORD).map(({ id }) => id);
const reasons = ({ kept }: Pick<StepAnswer, 'kept'>): Readonly<Record<string, string>> =>
  Object.fromEntries(kept.map(({ item, reason }) => [item.id, reason.code]));

describe('what Graph answers', () => {
  it('a method that is not there any more counts as deleted', async () => {
    const { step, faults } = given([OWN_APP, NEW_KEY]);
    faults.add({ method: 'DELETE', times: 1, answer: failure(404, 'itemNotFound', '') });
    expect(await step.contain(aTarget(), aCall())).toMatchObject({
      kind: 'contained',
      changed: [{ item: { id: 'new-key' }, state: 'made' }],
    });
  });
  it('without the permission nothing is changed, and the failure names it', async () => {
    const graph = given([OWN_APP, NEW_KEY]);
    graph.tokens.permissions.delete('UserAuthenticationMethod.ReadWrite.All');
    const notes: ContainmentChange[] = [];
    const answer = await graph.step.contain(aTarget(), aCall(notes));
    const { failure: reason } = answer.kind === 'failed' ? answer : {};
    expect(reason).toMatchObject({
      kind: 'forbidden',
      detail: { values: { permission: 'UserAuthenticationMethod.ReadWrite.All' } },
    });
    expect([notes, left(graph)]).toEqual([[], ['own-app', 'new-key']]);
  });
  it('without the audit log, what has no date is kept with the reason', async () => {
    const { step, tokens } = given([OWN_APP, PHONE], [registered('User registered Mobile Phone SMS')]);
    tokens.permissions.delete('AuditLog.Read.All');
    const answer = await step.contain(aTarget(), aCall());
    expect(answer).toMatchObject({ kind: 'unchanged' });
    expect(reasons(answer)).toEqual({ phone: 'keptLogUnread', 'own-app': 'keptOlder' });
  });
  it('while the audit log does not answer, the step fails, and nothing is decided', async () => {
    const graph = given([OWN_APP, PHONE, NEW_KEY]);
    graph.faults.add({ path: '/directoryAudits', times: 9, answer: failure(503, 'serviceNotAvailable', '') });
    const answer = await graph.step.contain(aTarget(), aCall());
    expect(answer).toMatchObject({ kind: 'failed', failure: { kind: 'unavailable' } });
    expect(left(graph)).toEqual(['own-app', 'phone', 'new-key']);
  });
  it('a lost answer leaves the change as it may be, and the next call sees that it was made', async () => {
    const graph = given([OWN_APP, NEW_APP, NEW_KEY]);
    graph.faults.add({ method: 'DELETE', times: 1, answer: 'drop', takesEffect: true });
    graph.faults.add({ method: 'DELETE', times: 5, answer: 'drop' });
    const first = await graph.step.contain(aTarget(), aCall());
    expect(first).toMatchObject({ kind: 'failed', failure: { kind: 'unavailable' } });
    expect(first.changed.map(({ state }) => state)).toEqual(['intended', 'intended']);
    const notes: ContainmentChange[] = [];
    const second = await graph.step.contain(aTarget({ noted: first.changed }), aCall(notes));
    expect(second.kind).toBe('contained');
    expect(second.changed.map(({ item, state }) => `${item.id} ${state}`).sort()).toEqual([
      'new-app made',
      'new-key made',
    ]);
    expect(notes.map(({ item }) => item.id)).toEqual(['new-app']);
  });
  it('no method is deleted that could not be written down before', async () => {
    const graph = given([OWN_APP, NEW_KEY]);
    const answer = await graph.step.contain(aTarget(), aCall([], false));
    expect(answer).toMatchObject({ kind: 'failed', failure: { kind: 'leaseEnded' }, changed: [] });
    expect(left(graph)).toEqual(['own-app', 'new-key']);
  });
  it('a list that is not one, or does not end, deletes nothing', async () => {
    const { step, faults } = given([OWN_APP, NEW_KEY]);
    const endless = { value: [], '@odata.nextLink': 'https://elsewhere.example/v1.0/x?$skiptoken=0' };
    for (const [times, body] of [
      [1, { value: [{ id: '' }] }],
      [1, 'nothing'],
      [20, endless],
    ] as const) {
      faults.add({ method: 'GET', path: '/methods', times, answer: { status: 200, body } });
      expect(await step.contain(aTarget(), aCall())).toMatchObject({
        kind: 'failed',
        failure: { kind: 'notDone', detail: { code: 'graphNotAList' } },
      });
    }
  });
  it('a link to another host is not followed there', async () => {
    const graph = given([OWN_APP, NEW_KEY]);
    const elsewhere = { value: [], '@odata.nextLink': 'https://elsewhere.example/v1.0/evil?$skiptoken=0' };
    graph.faults.add({ method: 'GET', path: '/methods', times: 1, answer: { status: 200, body: elsewhere } });
    await graph.step.contain(aTarget(), aCall());
    expect(new Set(graph.requests.map(({ url }) => url.origin))).toEqual(new Set(['https://graph.example']));
    expect(left(graph)).toEqual(['own-app']);
  });
  it('a user whom Graph does not know fails the step', async () => {
    const { step } = given([]);
    const user = { ...aTarget().user, id: 'nobody' };
    expect(await step.foresee(aTarget({ user }))).toMatchObject({
      kind: 'failed',
      failure: { kind: 'userGone' },
    });
  });
  it('one that is denied for its type alone does not stop the others', async () => {
    const graph = given([OWN_APP, NEW_APP, NEW_KEY]);
    graph.faults.add({ path: '/fido2Methods/', times: 2, answer: failure(403, 'accessDenied', '') });
    const answer = await graph.step.contain(aTarget(), aCall());
    expect(answer).toMatchObject({ kind: 'failed', failure: { kind: 'forbidden' } });
    expect(reasons(answer)).toEqual({ 'new-key': 'keptRefused', 'own-app': 'keptOlder' });
    expect(left(graph)).toEqual(['own-app', 'new-key']);
  });
  it('what was noted, was not deleted and may not be any more is no change of ours', async () => {
    const graph = given([OWN_APP, NEW_KEY]);
    const notes: ContainmentChange[] = [];
    graph.faults.add({ method: 'DELETE', times: 6, answer: 'drop' });
    const first = await graph.step.contain(aTarget(), aCall(notes));
    expect(first.changed.map(({ state }) => state)).toEqual(['intended']);
    // The user has deleted the other one since: this is the last.
    graph.directory.items.methods = graph.directory.items.methods.filter((one) => one !== OWN_APP);
    const second = await graph.step.contain(aTarget({ noted: notes }), aCall());
    expect(second).toMatchObject({ kind: 'unchanged', changed: [{ state: 'notOurs' }] });
    expect(reasons(second)).toEqual({ 'new-key': 'keptLastMethod' });
  });
});
