import { AUDIT_PERMISSION } from '../adapters/containment/audit-events';
import { METHODS_PERMISSION } from '../adapters/containment/authentication-methods';
import { APP_ROLES_PERMISSION, CONSENTS_PERMISSION } from '../adapters/containment/consents';
import { DEVICES_PERMISSION } from '../adapters/containment/devices';
import { RISK_PERMISSION } from '../adapters/containment/graph-snapshots';
import type { ContainmentStep } from '../core/containment-step';
import type { HealthCheck } from '../ports/health-check';
import type { Probe, ProbeOptions } from './graph-probes';
import { checksOf } from './graph-probes';

/** No user, no device, no grant and no assignment has this id: a call for it is denied, or changes nothing. */
const NONE = '00000000-0000-0000-0000-000000000000';
const NO_GRANT = 'A'.repeat(43);

const DELETE_METHODS: Probe = {
  purpose: 'to delete the authentication methods that an intruder has added',
  call: {
    method: 'DELETE',
    path: `/users/${NONE}/authentication/phoneMethods/${NONE}`,
    permission: METHODS_PERMISSION,
    priority: 'low',
  },
};
const DELETE_CONSENTS: Probe = {
  purpose: 'to delete consents that an intruder has given',
  call: {
    method: 'DELETE',
    path: `/oauth2PermissionGrants/${NO_GRANT}`,
    permission: CONSENTS_PERMISSION,
    priority: 'low',
  },
};
const DELETE_APP_ROLES: Probe = {
  purpose:
    'to remove app roles beside consents; who holds it can grant every permission, so it may stay missing',
  call: {
    method: 'DELETE',
    path: `/users/${NONE}/appRoleAssignments/${NO_GRANT}`,
    permission: APP_ROLES_PERMISSION,
    priority: 'low',
  },
  isOptional: true,
};
const DISABLE_DEVICES: Probe = {
  purpose: 'to disable the devices that an intruder has registered',
  call: {
    method: 'PATCH',
    path: `/devices/${NONE}`,
    permission: DEVICES_PERMISSION,
    body: { accountEnabled: false },
    priority: 'low',
  },
};
const READ_AUDIT_LOG: Probe = {
  purpose: 'to find when consents, and methods without a date, were added; without it they are kept',
  call: {
    method: 'GET',
    path: `/auditLogs/directoryAudits?$filter=activityDateTime%20ge%202020-01-01T00:00:00Z%20and%20initiatedBy/user/id%20eq%20'${NONE}'`,
    permission: AUDIT_PERMISSION,
    priority: 'low',
  },
};
const READ_RISK: Probe = {
  purpose: 'to have the risk of the user in the snapshot before a containment',
  call: {
    method: 'GET',
    path: `/identityProtection/riskyUsers/${NONE}`,
    permission: RISK_PERMISSION,
    priority: 'low',
  },
  isOptional: true,
};

/**
 * Checks what the steps that remove need, of those that policy names, and what a snapshot reads beside. Nothing is changed:
 * the calls are for objects that cannot exist.
 */
export function removalChecks(
  options: ProbeOptions,
  steps: readonly ContainmentStep[],
): readonly HealthCheck[] {
  const removesConsents = steps.includes('removeConsents');
  return checksOf(options, [
    ...(steps.includes('removeAuthenticationMethods') ? [DELETE_METHODS] : []),
    ...(removesConsents ? [DELETE_CONSENTS, DELETE_APP_ROLES] : []),
    ...(steps.includes('disableDevices') ? [DISABLE_DEVICES] : []),
    ...(steps.length > 0
      ? [removesConsents ? READ_AUDIT_LOG : { ...READ_AUDIT_LOG, isOptional: true as const }, READ_RISK]
      : []),
  ]);
}
