/** The application permissions that the code names, and the files that call with them. Sources: the "Permissions" of each call in Microsoft Graph's reference. */
export const graphPermissions: Readonly<Record<string, readonly string[]>> = {
  'User.RevokeSessions.All': ['shared/adapters/graph/graph-revoker.ts', 'shared/health/graph-checks.ts'],
  'User.Read.All': [
    'shared/adapters/graph/deleted-user.ts',
    'shared/adapters/graph/find-user.ts',
    'shared/adapters/graph/graph-directory.ts',
    'shared/health/graph-checks.ts',
  ],
  'GroupMember.Read.All': ['shared/adapters/graph/graph-memberships.ts'],
  'RoleManagement.Read.Directory': ['shared/adapters/graph/graph-memberships.ts'],
  'RoleEligibilitySchedule.Read.Directory': ['shared/adapters/graph/eligible-roles.ts'],
  'Application.Read.All': ['shared/health/graph-checks.ts'],
  'Policy.Read.All': ['shared/adapters/graph/graph-token-lifetimes.ts'],
  'SecurityIncident.ReadWrite.All': ['shared/adapters/incidents/xdr-incidents.ts'],
  'Sites.FullControl.All': ['shared/adapters/sharepoint/sharepoint-answer.ts'],
};
