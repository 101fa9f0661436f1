import type { ContainmentChange } from '../../shared/core/containment';
import type { ContainmentCall, ContainmentTarget } from '../../shared/ports/containment-method';
import type {
  StoredAppRole,
  StoredAuditEvent,
  StoredConsent,
  StoredDevice,
  StoredMethod,
} from '../../local/tenant/account-items';
import { AVERY_ID, aUser } from './builders';

/** When the activity of the alert was first seen. */
export const FIRST_SEEN = new Date('2026-11-23T08:00:00.000Z');
export const BEFORE = '2026-11-20T08:00:00Z';
export const SINCE = '2026-11-23T08:30:00Z';
export const LATER = '2026-11-23T09:00:00Z';

export function aTarget(changes: Partial<ContainmentTarget> = {}): ContainmentTarget {
  return { user: aUser(), firstSeenAt: FIRST_SEEN, noted: [], ...changes };
}

/** A call that may go on; what it notes is put into `notes`. */
export function aCall(notes: ContainmentChange[] = [], mayNote = true): ContainmentCall {
  return {
    mayCall: () => true,
    share: ['queue', 'request-1', AVERY_ID],
    note: (changes) => {
      if (mayNote) notes.push(...changes);
      return Promise.resolve(mayNote);
    },
  };
}

export function aMethod(type: string, id: string, fields: Partial<StoredMethod> = {}): StoredMethod {
  return { userId: AVERY_ID, '@odata.type': `#microsoft.graph.${type}AuthenticationMethod`, id, ...fields };
}

export const PASSWORD = aMethod('password', '28c10230-6103-485e-b985-444c60001490', {
  createdDateTime: LATER,
});

export function aConsent(id: string, fields: Partial<StoredConsent> = {}): StoredConsent {
  return {
    id,
    clientId: `client-of-${id}`,
    consentType: 'Principal',
    principalId: AVERY_ID,
    resourceId: 'graph',
    scope: 'Mail.Read offline_access',
    ...fields,
  };
}

export function anAppRole(id: string, fields: Partial<StoredAppRole> = {}): StoredAppRole {
  return {
    id,
    appRoleId: '00000000-0000-0000-0000-000000000000',
    principalId: AVERY_ID,
    principalType: 'User',
    resourceId: `resource-of-${id}`,
    resourceDisplayName: `Application ${id}`,
    createdDateTime: SINCE,
    ...fields,
  };
}

export function aDevice(id: string, fields: Partial<StoredDevice> = {}): StoredDevice {
  return {
    id,
    displayName: `Device ${id}`,
    accountEnabled: true,
    registrationDateTime: SINCE,
    ownerId: AVERY_ID,
    userIds: [AVERY_ID],
    ...fields,
  };
}

/** The audit log's entry for a method that was registered. */
export function registered(
  resultReason: string,
  activityDateTime = SINCE,
  fields: Partial<StoredAuditEvent> = {},
): StoredAuditEvent {
  return {
    activityDisplayName: 'User registered security info',
    activityDateTime,
    result: 'success',
    resultReason,
    initiatedBy: { user: { id: AVERY_ID } },
    targetResources: [{ id: AVERY_ID, displayName: 'Avery' }],
    ...fields,
  };
}

/** The entry for a consent that was given; with `earlier`, that was given more. */
export function consented(
  { id, clientId, principalId, resourceId, scope }: StoredConsent,
  activityDateTime = SINCE,
  earlier = '',
): StoredAuditEvent {
  const written = (scopes: string): string =>
    `[Id: ${id}, ClientId: ${clientId}, PrincipalId: ${principalId ?? ''}, ResourceId: ${resourceId}, ConsentType: Principal, Scope: ${scopes}, CreatedDateTime: , LastModifiedDateTime ]`;
  const before = earlier === '' ? '[]' : `[${written(earlier)}]`;
  return {
    activityDisplayName: 'Consent to application',
    activityDateTime,
    result: 'success',
    initiatedBy: { user: { id: AVERY_ID } },
    targetResources: [
      {
        id: clientId,
        displayName: `App ${clientId}`,
        modifiedProperties: [
          { displayName: 'ConsentContext.IsAdminConsent', oldValue: null, newValue: '"False"' },
          {
            displayName: 'ConsentAction.Permissions',
            oldValue: null,
            newValue: `"${before} => [${written(scope)}]; "`,
          },
        ],
      },
    ],
  };
}

/** The entry for a grant that was added, which has no id of it. */
export function granted(
  { clientId, resourceId, scope, consentType }: StoredConsent,
  activityDateTime = SINCE,
  earlier: string | null = null,
): StoredAuditEvent {
  const quoted = (value: string | null): string | null => (value === null ? null : `" ${value}"`);
  return {
    activityDisplayName: 'Add delegated permission grant',
    activityDateTime,
    result: 'success',
    initiatedBy: { user: { id: AVERY_ID } },
    targetResources: [
      {
        id: resourceId,
        displayName: 'Microsoft Graph',
        modifiedProperties: [
          {
            displayName: 'DelegatedPermissionGrant.Scope',
            oldValue: quoted(earlier),
            newValue: quoted(scope),
          },
          {
            displayName: 'DelegatedPermissionGrant.ConsentType',
            oldValue: null,
            newValue: `"${consentType}"`,
          },
          { displayName: 'ServicePrincipal.ObjectID', oldValue: null, newValue: `"${clientId}"` },
        ],
      },
    ],
  };
}
