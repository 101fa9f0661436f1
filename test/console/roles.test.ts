import { describe, expect, it } from '@jest/globals';
import { acted } from '../../shared/console/acted';
import { arrived } from '../../shared/console/arrived';
import { rolesOfToken } from '../../shared/console/roles-of-token';
import type { State } from '../../shared/console/state';
import { begun, buttonsOf, elements, listed, text, waiting, withStatus } from '../support/console-state';

const tokenOf = (claims: object): string =>
  ['e30', Buffer.from(JSON.stringify(claims)).toString('base64url'), 'signature'].join('.');
const seenBy = (roles: readonly string[]): State =>
  withStatus(
    arrived(arrived(begun(), { kind: 'roles', roles }), listed(waiting(), waiting({ id: 'other' }))),
    {},
  );
const decides = (state: State): boolean => buttonsOf(state).some((id) => /^(?:approve|decline)-/.test(id));
const serviceOf = (state: State): State => acted(state, { kind: 'open', tab: 'service' });

describe('the roles of a token', () => {
  it.each([
    [tokenOf({ roles: ['Revocation.Read'], name: 'Zoë ÿ?>~' }), ['Revocation.Read']],
    [tokenOf({ name: 'nobody' }), []],
    [tokenOf({ roles: 'Revocation.Read' }), undefined],
    ['opaque', undefined],
    ['', undefined],
  ])('of %j are %j', (token, roles) => {
    expect(rolesOfToken(token)).toEqual(roles);
  });
});

describe('the page', () => {
  it('offers a decision to approvers alone, and says which role it takes', () => {
    const analyst = seenBy(['Revocation.Read', 'Revocation.Operate']);
    expect(decides(analyst)).toBe(false);
    expect(elements(analyst).filter(({ tag }) => tag === 'input')).toEqual([]);
    expect(buttonsOf(analyst)).toContain('history-approval-1');
    expect(text(analyst)).toContain('takes the role Revocation.Approve');
    const approver = seenBy(['Revocation.Approve']);
    expect(decides(approver)).toBe(true);
    expect(text(approver)).not.toContain('takes the role');
  });
  it('offers the switch to operators alone, and says which role it takes', () => {
    const analyst = serviceOf(seenBy(['Revocation.Read', 'Revocation.Approve']));
    expect(buttonsOf(analyst)).not.toContain('flip');
    expect(text(analyst)).toContain('takes the role Revocation.Operate');
    const operator = serviceOf(seenBy(['Revocation.Operate']));
    expect(buttonsOf(operator)).toContain('flip');
    expect(text(operator)).not.toContain('takes the role');
  });
  it('offers everything while the roles are not known: the API judges', () => {
    const state = withStatus(arrived(begun(), listed(waiting())), {});
    expect(decides(state)).toBe(true);
    expect(buttonsOf(serviceOf(state))).toContain('flip');
  });
  it('does not speak of roles where nothing waits', () => {
    const state = arrived(arrived(begun(), { kind: 'roles', roles: [] }), listed());
    expect(text(state)).not.toContain('Revocation.Approve');
  });
});
