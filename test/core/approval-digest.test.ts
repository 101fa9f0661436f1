import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ApprovalRequest } from '../../shared/core/approval';
import type { ShownPlan } from '../../shared/core/approval-digest';
import { approvalDigest, canonicalJson, shownSteps } from '../../shared/core/approval-digest';
import { detail } from '../../shared/core/detail';
import type { ApprovalId, OutcomeId } from '../../shared/core/ids';
import { storedId } from '../../shared/core/ids';
import { OTHER_TENANT_ID, aUser, anApprovalRequest } from '../support/builders';

const plan: ShownPlan = { mode: 'revoke', methods: ['graph'] };
const shown = approvalDigest(anApprovalRequest(), plan);

describe('the digest of what an approver is shown', () => {
  it('is the same for the same request and plan, and SHA-256', () => {
    expect(approvalDigest(anApprovalRequest(), { methods: ['graph'], mode: 'revoke' })).toBe(shown);
    expect(shown).toMatch(/^[0-9a-f]{64}$/);
  });
  it.each<[string, Partial<ApprovalRequest>, Partial<ShownPlan>]>([
    ['request for approval', { id: storedId<ApprovalId>('c-2') }, {}],
    ['outcome', { outcomeId: storedId<OutcomeId>('o-2') }, {}],
    ['user', { user: aUser({ id: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a02' }) }, {}],
    ['tenant', { identity: { tenantId: OTHER_TENANT_ID, requestId: 'request-1' } }, {}],
    ['request', { identity: { ...anApprovalRequest().identity, requestId: 'request-2' } }, {}],
    ['reason', { reason: { rule: 'r', status: 'held', detail: detail('approvalAlways') } }, {}],
    ['requester', { request: { ...anApprovalRequest().request, requestedBy: 'x@contoso.com' } }, {}],
    ['end', { expiresAt: '2026-11-24T10:00:00.000Z' }, {}],
    ['method', {}, { methods: ['graph', 'sharePoint'] }],
    ['mode', {}, { mode: 'whatIf' }],
    ['step', {}, { containment: [{ steps: ['disableSignIn'], mayAsk: [], when: {}, lookBackMs: 0 }] }],
    [
      'step that is asked for',
      { contain: { containment: storedId<OutcomeId>('o-1'), steps: ['disableSignIn'] } },
      {},
    ],
  ])('is another one for another %s', (_what, changes, otherPlan) =>
    expect(approvalDigest(anApprovalRequest(changes), { ...plan, ...otherPlan })).not.toBe(shown),
  );
});

describe('the digest under a policy that has steps for other requests', () => {
  it('is the same as without', () => {
    const ofOthers = {
      steps: ['disableSignIn' as const],
      mayAsk: [],
      when: { formats: ['x'] },
      lookBackMs: 0,
    };
    expect(approvalDigest(anApprovalRequest(), { ...plan, containment: [ofOthers] })).toBe(shown);
  });
});

describe('the digest of steps that wait for an approval', () => {
  const contain = { containment: storedId<OutcomeId>('o-1'), steps: ['disableSignIn' as const] };
  it('is that of these steps, whatever policy has for revocations by then', () => {
    const asked = anApprovalRequest({ contain });
    const atOnce = { steps: ['disableDevices' as const], mayAsk: [], when: {}, lookBackMs: 0 };
    expect(shownSteps(asked, { containment: [atOnce] })).toEqual(['disableSignIn']);
    expect(approvalDigest(asked, { ...plan, containment: [atOnce] })).toBe(approvalDigest(asked, plan));
    const other = anApprovalRequest({ contain: { ...contain, steps: ['disableDevices'] } });
    expect(approvalDigest(other, plan)).not.toBe(approvalDigest(asked, plan));
  });
});

describe('canonical JSON', () => {
  it('is JSON with the same content', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
  it('does not depend on the order of fields', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (fields) => {
        const reversed = Object.fromEntries(Object.entries(fields).toReversed());
        expect(canonicalJson(reversed)).toBe(canonicalJson(fields));
      }),
    );
  });
  it('leaves out what is absent', () =>
    expect(canonicalJson({ b: undefined, a: [1, null] })).toBe('{"a":[1,null]}'));
});
