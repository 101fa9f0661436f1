import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ApprovalVote, Ballot, Counting } from '../../shared/core/approval-votes';
import { answerVote, countedVotes } from '../../shared/core/approval-votes';
import { NOW, TENANT_ID, anApprovalRequest } from '../support/builders';

const request = anApprovalRequest();
const later = new Date(NOW.getTime() + 60_000);
const END = new Date(request.expiresAt);
const counting: Counting = { quorum: 2, proof: 'required', digest: 'shown', excluded: [] };
const personOf = (id: string) => ({ tenantId: TENANT_ID, id, userPrincipalName: `${id}@contoso.com` });
const voteOf = (id: string, digest = 'shown'): ApprovalVote => ({
  person: personOf(id),
  at: NOW.toISOString(),
  digest,
});
const unproven = (id: string): ApprovalVote => ({ person: personOf(id), at: NOW.toISOString() });
const ballotOf = (verb: Ballot['verb'], id: string, vote = voteOf(id)): Ballot => ({
  verb,
  vote,
  by: `${id}@contoso.com`,
  key: `key-${id}`,
});

describe('a vote on a request that waits', () => {
  const [a, b] = [voteOf('a'), voteOf('b')];
  it.each<[string, readonly ApprovalVote[], [Ballot, Partial<Counting>?], object]>([
    ['is counted while more are needed', [], [ballotOf('approve', 'a')], { kind: 'open', votes: [a] }],
    ['changes nothing when repeated', [a], [ballotOf('approve', 'a')], { kind: 'open', votes: [a] }],
    ['is one however the id is written', [a], [ballotOf('approve', 'A')], { kind: 'open', votes: [a] }],
    ['is taken back', [a, b], [ballotOf('withdraw', 'a')], { kind: 'open', votes: [b] }],
    ['of nobody is taken back in vain', [b], [ballotOf('withdraw', 'a')], { kind: 'open', votes: [b] }],
    [
      'that reaches the quorum decides, in the names of all',
      [a],
      [ballotOf('approve', 'b')],
      {
        kind: 'decided',
        decision: {
          decision: 'approve',
          by: 'b@contoso.com',
          provenBy: b.person,
          approvers: [a.person, b.person],
        },
      },
    ],
    [
      'that declines decides alone',
      [a],
      [ballotOf('decline', 'b')],
      {
        kind: 'decided',
        decision: { decision: 'decline', by: 'b@contoso.com', provenBy: b.person, key: 'key-b' },
      },
    ],
    [
      'of one who approved before and declines now decides',
      [a],
      [ballotOf('decline', 'a')],
      { kind: 'decided', decision: { decision: 'decline' } },
    ],
    [
      'does not count beside one on something else',
      [voteOf('a', 'shown before')],
      [ballotOf('approve', 'b')],
      { kind: 'open', votes: [voteOf('a', 'shown before'), b] },
    ],
    [
      'on what is shown now replaces the own one on something else',
      [voteOf('a', 'shown before')],
      [ballotOf('approve', 'a')],
      { kind: 'open', votes: [a] },
    ],
    [
      'does not count beside that of one who may not decide any more',
      [a],
      [ballotOf('approve', 'b'), { excluded: [personOf('a')] }],
      { kind: 'open', votes: [a, b] },
    ],
    [
      'does not count beside an unproven one where proof is required',
      [unproven('a')],
      [ballotOf('approve', 'b')],
      { kind: 'open', votes: [unproven('a'), b] },
    ],
    [
      'counts beside an unproven one where proof is optional, and then the decision is not proven',
      [unproven('a')],
      [ballotOf('approve', 'b'), { proof: 'optional' }],
      { kind: 'decided', decision: { approvers: [personOf('a'), b.person] } },
    ],
    [
      'with proof replaces the own one without',
      [unproven('a')],
      [ballotOf('approve', 'a'), { proof: 'optional' }],
      { kind: 'open', votes: [a] },
    ],
    [
      'that is repeated decides once fewer are needed',
      [a],
      [ballotOf('approve', 'a'), { quorum: 1 }],
      { kind: 'decided', decision: { decision: 'approve', by: 'a@contoso.com' } },
    ],
  ])('%s', (_what, votes, [ballot, changes], expected) => {
    expect(answerVote({ request, votes }, ballot, { ...counting, ...changes }, later)).toMatchObject(
      expected,
    );
  });
  it('is not proven when one of those that count is not', () => {
    const answer = answerVote(
      { request, votes: [unproven('a')] },
      ballotOf('approve', 'b'),
      { ...counting, proof: 'optional' },
      later,
    );
    expect(answer.kind === 'decided' && answer.decision.provenBy).toBeUndefined();
  });
  it.each(['approve', 'decline', 'withdraw'] as const)(
    'comes too late at the end of the wait: %s',
    (verb) => {
      expect(answerVote({ request, votes: [voteOf('a')] }, ballotOf(verb, 'b'), counting, END)).toEqual({
        kind: 'decided',
        decision: { decision: 'expire', at: request.expiresAt, key: 'expiry' },
      });
    },
  );
  it('gives the very list where nothing is to be recorded', () => {
    const votes = [voteOf('a')];
    for (const verb of ['approve', 'withdraw'] as const) {
      const answer = answerVote(
        { request, votes },
        ballotOf(verb, verb === 'approve' ? 'a' : 'b'),
        counting,
        later,
      );
      expect(answer.kind === 'open' && answer.votes).toBe(votes);
    }
  });
});

describe('whatever people do, in whatever order', () => {
  const people = ['a', 'b', 'c', 'd'];
  const step = fc.record({
    verb: fc.constantFrom('approve' as const, 'approve' as const, 'withdraw' as const),
    who: fc.constantFrom(...people),
    upper: fc.boolean(),
    digest: fc.constantFrom('shown', 'shown', 'other', undefined),
  });
  it('a request is approved exactly when as many distinct people as are needed have approved what is shown', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), fc.integer({ min: 1, max: 4 }), (steps, quorum) => {
        const standing = new Map<string, string | undefined>();
        let votes: readonly ApprovalVote[] = [];
        for (const { verb, who, upper, digest } of steps) {
          const person = personOf(upper ? who.toUpperCase() : who);
          const vote = { person, at: NOW.toISOString(), ...(digest !== undefined && { digest }) };
          const answer = answerVote(
            { request, votes },
            ballotOf(verb, who, vote),
            { ...counting, quorum },
            later,
          );
          if (verb === 'withdraw') standing.delete(who);
          // Nothing unproven takes the place of a proven vote.
          else if (digest !== undefined || standing.get(who) !== 'shown') standing.set(who, digest);
          const isEnough = [...standing.values()].filter((one) => one === 'shown').length >= quorum;
          expect(answer.kind).toBe(verb === 'approve' && isEnough ? 'decided' : 'open');
          if (answer.kind === 'decided') return;
          ({ votes } = answer);
          expect(countedVotes(votes, counting)).toHaveLength(
            [...standing.values()].filter((one) => one === 'shown').length,
          );
        }
      }),
    );
  });
});
