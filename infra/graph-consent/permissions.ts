/** Application permissions of Microsoft Graph that the app cannot do without. */
export const ALWAYS = ['User.RevokeSessions.All', 'User.Read.All'] as const;

/** The option of `grant` for each permission that only some deployments need. */
export const BY_OPTION: Readonly<Record<string, string>> = {
  '--groups': 'GroupMember.Read.All',
  '--roles': 'RoleManagement.Read.Directory',
  '--eligible-roles': 'RoleEligibilitySchedule.Read.Directory',
  '--service-principals': 'Application.Read.All',
  '--token-lifetimes': 'Policy.Read.All',
  '--sign-ins': 'AuditLog.Read.All',
  '--read-incidents': 'SecurityIncident.Read.All',
  '--incidents': 'SecurityIncident.ReadWrite.All',
};

/** What a step of a containment needs, of the identity that makes it; `optional`: without it the step does less, and says so. */
export interface StepPermissions {
  readonly needed: readonly string[];
  readonly optional?: readonly string[];
}

/**
 * By the names of the steps in the policy. The one for app roles is not among what a step needs: an identity that holds it can
 * give itself every other permission.
 */
export const BY_STEP: Readonly<Record<string, StepPermissions>> = {
  disableSignIn: { needed: ['User.EnableDisableAccount.All', 'User.Read.All'] },
  confirmCompromised: { needed: ['IdentityRiskyUser.ReadWrite.All'] },
  identityAccounts: {
    needed: [
      'SecurityIdentitiesAccount.Read.All',
      'SecurityIdentitiesActions.ReadWrite.All',
      'User.Read.All',
    ],
  },
  removeAuthenticationMethods: {
    needed: ['UserAuthenticationMethod.ReadWrite.All'],
    optional: ['AuditLog.Read.All'],
  },
  removeConsents: {
    needed: ['DelegatedPermissionGrant.ReadWrite.All', 'AuditLog.Read.All'],
    optional: ['AppRoleAssignment.ReadWrite.All'],
  },
  disableDevices: { needed: ['Device.ReadWrite.All'] },
};

/** What a snapshot reads beside what the steps need; each part of it is left out without its permission. */
export const OF_SNAPSHOTS = ['AuditLog.Read.All', 'IdentityRiskyUser.Read.All'] as const;
