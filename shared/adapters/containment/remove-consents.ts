import type { ContainmentChange, KeptItem } from '../../core/containment';
import type { Detail } from '../../core/detail';
import { detail } from '../../core/detail';
import type { ContainmentTarget } from '../../ports/containment-method';
import type { GraphClient } from '../graph/graph-client';
import { encodeSegment, userPath } from '../graph/user-path';
import { reasonToKeep } from './added-since';
import { auditEvents } from './audit-events';
import type { ConsentDate } from './consent-dates';
import { consentDates } from './consent-dates';
import type { AppRole, Consent } from './consents';
import { APP_ROLES_PERMISSION, CONSENTS_PERMISSION, appRoles, consents } from './consents';
import type { OnBehalf } from './graph-lists';
import type { Removal, Survey } from './removal';
import { restoreConsent } from './restore-consent';

const STEP = 'removeConsents';

/**
 * Deletes the consents that a user has given to applications, and the app roles that were assigned to the user, since the
 * alert's activity was first seen. Consents for all users are never deleted. App roles need a permission that can grant every
 * other one, so they are left where it is not granted.
 */
export function removeConsents(graph: GraphClient): Removal {
  return {
    step: STEP,
    survey: (target, onBehalf) => survey(graph, target, onBehalf),
    remove: (userId, { item }, onBehalf) => {
      const id = encodeSegment(item.id);
      return item.kind === 'appRole'
        ? graph({
            method: 'DELETE',
            path: `${userPath(userId)}/appRoleAssignments/${id}`,
            permission: APP_ROLES_PERMISSION,
            ...onBehalf,
          })
        : graph({
            method: 'DELETE',
            path: `/oauth2PermissionGrants/${id}`,
            permission: CONSENTS_PERMISSION,
            ...onBehalf,
          });
    },
    refused: (failure) => detail('keptRefused', { reason: failure.detail }),
    restore: (userId, change, onBehalf) => restoreConsent(graph, userId, change, onBehalf),
  };
}

async function survey(
  graph: GraphClient,
  { user, firstSeenAt }: ContainmentTarget,
  onBehalf: OnBehalf,
): Promise<Survey> {
  const [grants, roles, log] = await Promise.all([
    consents(graph, user.id, onBehalf),
    appRoles(graph, user.id, onBehalf),
    firstSeenAt && auditEvents(graph, { by: 'initiator', userId: user.id, since: firstSeenAt }, onBehalf),
  ]);
  if (grants.kind === 'failed') return grants;
  const rolesAreLeft = roles.kind === 'failed' && roles.failure.kind === 'forbidden';
  if (roles.kind === 'failed' && !rolesAreLeft) return roles;
  if (log?.kind === 'failed') return log;
  const events = log?.kind === 'read' ? log.items : [];
  const noLog = log?.kind === 'unreadable' ? log.reason : undefined;
  const judged: Judged[] = grants.items.map((consent) => {
    const date = consentDates(consent, events);
    return { item: dated(consent, date), reason: reasonOfConsent(consent, date, firstSeenAt, noLog) };
  });
  const assigned = roles.kind === 'read' ? roles.items : [];
  judged.push(...assigned.map((role) => ({ item: role, reason: reasonOfRole(role, user.id, firstSeenAt) })));
  const advice = rolesAreLeft ? { advice: detail('appRolesLeft', { permission: APP_ROLES_PERMISSION }) } : {};
  return { kind: 'surveyed', changes: judged.flatMap(changeOf), kept: judged.flatMap(keptOf), ...advice };
}

interface Judged {
  readonly item: Consent | AppRole;
  /** Undefined: it is removed. */
  readonly reason: Detail | undefined;
}

function dated(consent: Consent, date: ConsentDate | undefined): Consent {
  if (!date) return consent;
  const name = date.appName === undefined ? {} : { name: date.appName };
  const addedAt = date.kind === 'added' ? { addedAt: date.at } : {};
  return { ...consent, item: { ...consent.item, ...name, ...addedAt } };
}

function reasonOfConsent(
  { before }: Consent,
  date: ConsentDate | undefined,
  firstSeenAt: Date | undefined,
  noLog: Detail | undefined,
): Detail | undefined {
  if (before.consentType !== 'Principal') return detail('keptForAllUsers');
  if (firstSeenAt && date?.kind === 'widened') return detail('keptWidened', { time: date.at });
  return reasonToKeep(firstSeenAt, date?.at, noLog);
}

function reasonOfRole(
  { item, before }: AppRole,
  userId: string,
  firstSeenAt: Date | undefined,
): Detail | undefined {
  return before.principalId.toLowerCase() === userId.toLowerCase()
    ? reasonToKeep(firstSeenAt, item.addedAt)
    : detail('keptOfGroup');
}

function changeOf({ item: { item, before }, reason }: Judged): readonly ContainmentChange[] {
  return reason ? [] : [{ step: STEP, item, before: { ...before }, state: 'intended' }];
}

function keptOf({ item: { item }, reason }: Judged): readonly KeptItem[] {
  return reason ? [{ item, reason }] : [];
}
