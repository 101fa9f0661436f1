import type { NamedPerson } from '../core/approver';
import type { CheckResult, HealthCheck } from '../ports/health-check';

/** Looks up the person whom the name of an approver leads to. */
export type LookUpPerson = (name: string) => Promise<NamedPerson>;

/** Where the approvers are named. */
type NamedPolicy = 'REVOCATION_POLICY' | 'the policy of the connection';

/** One is enough; a list that begins with so many who are nobody is not looked up to its end. */
const MAX_LOOKED_UP = 20;

/** Checks that somebody may approve: that the directory knows one of the approvers whom the policy names. */
export function approversCheck(
  approvers: readonly string[],
  lookUp: LookUpPerson,
  policy: NamedPolicy = 'REVOCATION_POLICY',
): HealthCheck {
  return { name: 'approvers', run: () => check(approvers, lookUp, policy) };
}

async function check(
  approvers: readonly string[],
  lookUp: LookUpPerson,
  policy: NamedPolicy,
): Promise<CheckResult> {
  let isUnknown = approvers.length > MAX_LOOKED_UP;
  for (const name of approvers.slice(0, MAX_LOOKED_UP)) {
    const { kind } = await lookUp(name);
    if (kind === 'person')
      return { status: 'ok', detail: 'The directory knows an approver whom policy names.' };
    if (kind === 'later') isUnknown = true;
  }
  return isUnknown
    ? {
        status: 'warning',
        detail: 'No approver whom policy names was found so far.',
        remedy: `Check that confirmation.approvers in ${policy} names users of the directory.`,
      }
    : {
        status: 'warning',
        detail: 'Nobody can approve: the directory knows none of the approvers whom policy names.',
        remedy: `Correct confirmation.approvers in ${policy}.`,
      };
}
