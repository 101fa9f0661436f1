import type { ConfirmationPolicy, Policy } from './policy';
import type { TighterPolicy } from './connection';
import type { Severity } from './severity';
import { severities } from './severity';

type Home = Pick<Policy, 'mode' | 'brake' | 'confirmation' | 'approvals' | 'maxRequestAgeMs'>;

/**
 * The fields of a connection's policy that are looser than those of the home tenant, by their paths: they have no effect.
 * The repeats of the brake are not among them, since a policy that does not name them has the default.
 */
export function looserFields(home: Home, own: TighterPolicy): readonly string[] {
  const { brake, confirmation = {}, approvals = {} } = own;
  const isLooser = {
    mode: home.mode === 'whatIf' && own.mode === 'revoke',
    'brake.users': isMore(brake?.users, home.brake?.users),
    'brake.window': isMore(home.brake?.windowMs, brake?.windowMs),
    'confirmation.always': home.confirmation.always && confirmation.always === false,
    'confirmation.severityBelow': isLower(confirmation, home.confirmation),
    'confirmation.expiresAfter': isMore(confirmation.expiresAfterMs, home.confirmation.expiresAfterMs),
    'approvals.proof': home.approvals.proof === 'required' && approvals.proof === 'optional',
    'approvals.maxAuthAge': isMore(approvals.maxAuthAgeMs, home.approvals.maxAuthAgeMs),
    'approvals.quorum': isMore(home.approvals.quorum, approvals.quorum),
    maxRequestAge: isMore(own.maxRequestAgeMs, home.maxRequestAgeMs),
  };
  return Object.entries(isLooser).flatMap(([path, is]) => (is ? [path] : []));
}

function isMore(one: number | undefined, other: number | undefined): boolean {
  return one !== undefined && other !== undefined && one > other;
}

function isLower(own: Partial<ConfirmationPolicy>, home: ConfirmationPolicy): boolean {
  return isMore(rank(home.severityBelow), rank(own.severityBelow));
}

function rank(severity: Severity | undefined): number | undefined {
  return severity && severities.indexOf(severity);
}
