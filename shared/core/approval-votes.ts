import type { ApprovalRequest, RecordedDecision } from './approval';
import { expiryOf } from './approval';
import type { Person } from './person';
import { isSamePerson } from './person';
import { compact } from './compact';

/** The vote of a person to approve a request. Who declines ends the wait alone, and leaves no vote. */
export interface ApprovalVote {
  readonly person: Person;
  /** RFC 3339. */
  readonly at: string;
  /** The digest of what a proven person was shown. Absent: nothing has proven who voted. */
  readonly digest?: string;
}

/** What a person does about a request that waits. */
export interface Ballot {
  readonly verb: 'approve' | 'decline' | 'withdraw';
  readonly vote: ApprovalVote;
  /** How outcomes call the person. */
  readonly by: string;
  /** Of the decision, if this one makes it. */
  readonly key: string;
}

/** Which votes count, and how many are needed. */
export interface Counting {
  readonly quorum: number;
  /** Whether votes count without proof. */
  readonly proof: 'required' | 'optional';
  /** Of what is shown now: a proven vote on something else counts no longer. */
  readonly digest: string;
  /** The persons who have voted and may not decide any more. */
  readonly excluded: readonly Person[];
}

/** What a vote changes. */
export type VoteAnswer =
  /** The decision that is to be recorded, or is recorded already. */
  | { readonly kind: 'decided'; readonly decision: RecordedDecision }
  /** The votes so far: the very same list where nothing is to be recorded. */
  | { readonly kind: 'open'; readonly votes: readonly ApprovalVote[] };

/** Answers a vote on a request for approval on which no decision is recorded. */
export function answerVote(
  { request, votes }: { readonly request: ApprovalRequest; readonly votes: readonly ApprovalVote[] },
  { verb, vote, by, key }: Ballot,
  counting: Counting,
  now: Date,
): VoteAnswer {
  if (now >= new Date(request.expiresAt)) return { kind: 'decided', decision: expiryOf(request) };
  const { person } = vote;
  const at = now.toISOString();
  switch (verb) {
    case 'decline': {
      const provenBy = vote.digest === undefined ? undefined : person;
      return { kind: 'decided', decision: compact({ decision: 'decline' as const, by, provenBy, at, key }) };
    }
    case 'withdraw':
      return { kind: 'open', votes: withoutVoteOf(person, votes) };
    case 'approve': {
      const open = withVote(vote, votes, counting);
      const counted = countedVotes(open, counting);
      if (counted.length < counting.quorum) return { kind: 'open', votes: open };
      const isProven = counted.every(({ digest }) => digest !== undefined);
      const decision = {
        decision: 'approve' as const,
        by,
        provenBy: isProven ? person : undefined,
        approvers: counted.length > 1 ? counted.map(({ person: one }) => one) : undefined,
        quorum: counting.quorum > 1 ? counting.quorum : undefined,
        at,
        key,
      };
      return { kind: 'decided', decision: compact(decision) };
    }
  }
}

/** The votes that count. A person has one vote, whatever they are called. */
export function countedVotes(
  votes: readonly ApprovalVote[],
  { proof, digest, excluded }: Omit<Counting, 'quorum'>,
): readonly ApprovalVote[] {
  return votes.filter(
    (vote, n) =>
      (vote.digest === undefined ? proof === 'optional' : vote.digest === digest) &&
      !excluded.some((person) => isSamePerson(person, vote.person)) &&
      votes.findIndex(({ person }) => isSamePerson(person, vote.person)) === n,
  );
}

/**
 * One who has voted on what is shown now stays as they are, so that nothing unproven takes the place of a proven vote; any other
 * vote of theirs is replaced.
 */
function withVote(
  vote: ApprovalVote,
  votes: readonly ApprovalVote[],
  counting: Counting,
): readonly ApprovalVote[] {
  const counted = countedVotes(votes, counting);
  const own = counted.find(({ person }) => isSamePerson(person, vote.person));
  if (own && (vote.digest === undefined || own.digest === vote.digest)) return votes;
  return [...withoutVoteOf(vote.person, votes), vote];
}

function withoutVoteOf(person: Person, votes: readonly ApprovalVote[]): readonly ApprovalVote[] {
  const others = votes.filter((vote) => !isSamePerson(vote.person, person));
  return others.length === votes.length ? votes : others;
}
