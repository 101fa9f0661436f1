import type { NamedPerson } from '../core/approver';
import type { Person } from '../core/person';
import { isSamePerson } from '../core/person';
import type { CheckResult, HealthCheck } from '../ports/health-check';
import type { PeopleLeft } from '../ports/telemetry';

/** Looks up the person whom the name of an approver leads to. */
export type LookUpPerson = (name: string) => Promise<NamedPerson>;

/** Where the approvers are named. */
type NamedPolicy = 'REVOCATION_POLICY' | 'the policy of the connection';

/** Whom the policy names, and what is asked of them. */
export interface CheckedApprovers {
  readonly approvers: readonly string[];
  readonly lookUp: LookUpPerson;
  /** How many must approve at most. */
  readonly needed: number;
  /** Persons who may not decide now, since a pending request of a proven sender names them; absent: not looked at. */
  readonly suspects?: () => Promise<readonly Person[]>;
  /** Is called when fewer are left than must approve. */
  readonly onTooFew?: (people: PeopleLeft) => void;
  readonly policy?: NamedPolicy;
}

/** A list that begins with so many who are nobody is not looked up to its end. */
const MAX_LOOKED_UP = 20;

/** Checks that enough people are left who may approve: that the directory knows as many of those whom the policy names. */
export function approversCheck(checked: CheckedApprovers): HealthCheck {
  return { name: 'approvers', run: () => check(checked) };
}

async function check(checked: CheckedApprovers): Promise<CheckResult> {
  const { approvers, needed, onTooFew, policy = 'REVOCATION_POLICY' } = checked;
  const { left, isUnknown } = await count(checked);
  if (left >= needed) return { status: 'ok', detail: foundEnough(needed) };
  if (isUnknown) {
    return {
      status: 'warning',
      detail: `Of the approvers whom policy names ${left === 0 ? 'none' : String(left)} was found so far.`,
      remedy: `Check that confirmation.approvers in ${policy} names users of the directory.`,
    };
  }
  onTooFew?.({ left, needed });
  if (left === 0 && approvers.length > 0) {
    return {
      status: 'warning',
      detail: 'Nobody can approve: the directory knows none of the approvers whom policy names.',
      remedy: `Correct confirmation.approvers in ${policy}.`,
    };
  }
  return {
    status: 'warning',
    detail: `Too few people are left who can approve: ${String(left)}, and ${String(needed)} must approve what nothing proves who asked for.`,
    remedy: `Name more users of the directory in confirmation.approvers in ${policy}. Nobody counts whom a pending request of a proven sender names: decide on those requests.`,
  };
}

/** How many persons the names lead to; no more are counted than must approve. */
async function count({
  approvers,
  lookUp,
  needed,
  suspects = () => Promise.resolve([]),
}: CheckedApprovers): Promise<{ readonly left: number; readonly isUnknown: boolean }> {
  const excluded = await suspects();
  const found: Person[] = [];
  let isUnknown = approvers.length > MAX_LOOKED_UP;
  for (const name of approvers.slice(0, MAX_LOOKED_UP)) {
    const named = await lookUp(name);
    if (named.kind === 'later') isUnknown = true;
    if (named.kind !== 'person' || named.isDisabled) continue;
    const { person } = named;
    if (![...excluded, ...found].some((one) => isSamePerson(one, person))) found.push(person);
    if (found.length >= needed) return { left: found.length, isUnknown: false };
  }
  return { left: found.length, isUnknown };
}

function foundEnough(needed: number): string {
  return needed === 1
    ? 'The directory knows an approver whom policy names.'
    : `The directory knows as many approvers whom policy names as must approve: ${String(needed)}.`;
}
