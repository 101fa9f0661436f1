/** Application permissions of Microsoft Graph that the app cannot do without. */
export const ALWAYS = ['User.RevokeSessions.All', 'User.Read.All'] as const;

/** The option of `grant` for each permission that only some deployments need. */
export const BY_OPTION: Readonly<Record<string, string>> = {
  '--groups': 'GroupMember.Read.All',
  '--roles': 'RoleManagement.Read.Directory',
  '--eligible-roles': 'RoleEligibilitySchedule.Read.Directory',
  '--service-principals': 'Application.Read.All',
  '--token-lifetimes': 'Policy.Read.All',
  '--incidents': 'SecurityIncident.ReadWrite.All',
};
