import type { NamedPerson } from '../core/approver';
import type { CheckResult, HealthCheck } from '../ports/health-check';

/** Looks up the person whom the name of an approver leads to. */
export type LookUpPerson = (name: string) => Promise<NamedPerson>;

/** One is enough; a list that begins with so many who are nobody is not looked up to its end. */
const MAX_LOOKED_UP = 20;

/** Checks that somebody may approve: that the directory knows one of the approvers whom the policy names. */
export function approversCheck(approvers: readonly string[], lookUp: LookUpPerson): HealthCheck {
  return { name: 'approvers', run: () => check(approvers, lookUp) };
}

async function check(approvers: readonly string[], lookUp: LookUpPerson): Promise<CheckResult> {
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
        remedy: 'Check that confirmation.approvers in REVOCATION_POLICY names users of the directory.',
      }
    : {
        status: 'warning',
        detail: 'Nobody can approve: the directory knows none of the approvers whom policy names.',
        remedy: 'Correct confirmation.approvers in REVOCATION_POLICY.',
      };
}
