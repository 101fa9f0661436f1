import { decidingRule } from '../deciding-rule';
import type { ApprovalReason } from '../denial';
import { detail } from '../detail';
import { roleName } from '../directory-role';
import type { DirectoryUser } from '../directory-user';
import type { ApprovedUser, MembershipFact } from '../facts';
import type { Policy } from '../policy';
import type { RevocationRequest } from '../request';
import type { RequestAge } from '../request-age';
import { isBelow } from '../severity';
import type { Rule } from './rule';

/** What a rule that requires approval can look at. */
export interface KnownForApproval {
  readonly request: RevocationRequest;
  readonly age: RequestAge;
  readonly memberships: MembershipFact;
  readonly policy: Policy;
}

/**
 * An approval is for the user who was shown. If the name of the request leads to another user by now, it was given to
 * somebody else, or the user was created again: a person must look once more.
 */
export const approvedUserRule: Rule<
  { readonly approved: ApprovedUser; readonly user: DirectoryUser },
  ApprovalReason
> = {
  name: 'approved-for-this-user',
  check: ({ approved: { userId }, user }) =>
    user.id.toLowerCase() === userId.toLowerCase()
      ? undefined
      : { status: 'awaitingConfirmation', detail: detail('approvedForAnother', { user: userId }) },
};

/** When a person must approve first. The first answer counts; once a person has approved, none is asked. */
export const approvalRules: readonly Rule<KnownForApproval, ApprovalReason>[] = [
  {
    // The sender asks for it (`confirm`), or policy always does.
    name: 'confirmation-asked-for',
    check: ({ request, policy }) => {
      if (request.confirm) return { status: 'awaitingConfirmation', detail: detail('approvalRequested') };
      return policy.confirmation.always
        ? { status: 'awaitingConfirmation', detail: detail('approvalAlways') }
        : undefined;
    },
  },
  {
    // A rule of the policy's `sources` lets the event act only with approval.
    name: 'event-confirmed',
    check: ({ request, policy }) => {
      const rule = decidingRule(request, policy.sources);
      if (rule?.effect !== 'confirm') return undefined;
      const { event, format } = request;
      return {
        status: 'awaitingConfirmation',
        detail: detail('approvalForEvent', { event: event ?? format, rule: rule.name }),
      };
    },
  },
  {
    // An alert of unknown age may be years old: nobody is signed out for it before a person has looked.
    name: 'age-is-known',
    check: ({ age, policy }) =>
      age.isUnknown && policy.unknownAge === 'confirm'
        ? { status: 'awaitingConfirmation', detail: detail('approvalForUnknownAge') }
        : undefined,
  },
  {
    // Signing out an administrator may stop the people who respond to the incident.
    name: 'privileged-user-confirmed',
    check: ({ memberships, policy: { confirmation } }) => {
      if (memberships.kind === 'unreadable') return undefined;
      const role = memberships.roles.find((id) => confirmation.roles.includes(id));
      if (role !== undefined) {
        return {
          status: 'awaitingConfirmation',
          detail: detail('approvalForRole', { role: roleName(role) }),
        };
      }
      const group = memberships.groups.find((id) => confirmation.groups.includes(id));
      return group === undefined
        ? undefined
        : { status: 'awaitingConfirmation', detail: detail('approvalForGroup', { group }) };
    },
  },
  {
    // An alert of unknown severity counts as below every threshold.
    name: 'low-severity-confirmed',
    check: ({ request: { alert }, policy: { confirmation } }) => {
      const { severityBelow: threshold } = confirmation;
      if (threshold === undefined || !isBelow(alert?.severity, threshold)) return undefined;
      const severity = alert?.severity ?? 'unknown';
      return {
        status: 'awaitingConfirmation',
        detail: detail('approvalBelowSeverity', { threshold, severity }),
      };
    },
  },
];
