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
import type { AppRole, Consent, NarrowedConsent } from './consents';
import { APP_ROLES_PERMISSION, CONSENTS_PERMISSION, appRoles, consents, notedConsent } from './consents';
import type { OnBehalf } from './graph-lists';
import type { Removal, Survey } from './removal';
import { restoreConsent } from './restore-consent';
import { isSameScope, narrowed } from './scopes';

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
    remove: (userId, { item, before }, onBehalf) => {
      const id = encodeSegment(item.id);
      if (item.kind === 'appRole') {
        const path = `${userPath(userId)}/appRoleAssignments/${id}`;
        return graph({ method: 'DELETE', path, permission: APP_ROLES_PERMISSION, ...onBehalf });
      }
      const path = `/oauth2PermissionGrants/${id}`;
      const scope = before?.['narrowedTo'];
      const permission = CONSENTS_PERMISSION;
      return scope === undefined
        ? graph({ method: 'DELETE', path, permission, ...onBehalf })
        : graph({ method: 'PATCH', path, permission, body: { scope }, ...onBehalf });
    },
    refused: (failure) => detail('keptRefused', { reason: failure.detail }),
    restore: (userId, change, onBehalf) => restoreConsent(graph, userId, change, onBehalf),
  };
}

async function survey(
  graph: GraphClient,
  { user, firstSeenAt, noted }: ContainmentTarget,
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
    const item = dated(consent, date);
    const widened = widenedConsent(item, date, noted);
    return widened ?? { item, reason: reasonOfConsent(consent, date, firstSeenAt, noLog) };
  });
  const assigned = roles.kind === 'read' ? roles.items : [];
  judged.push(...assigned.map((role) => ({ item: role, reason: reasonOfRole(role, user.id, firstSeenAt) })));
  const advice = rolesAreLeft ? { advice: detail('appRolesLeft', { permission: APP_ROLES_PERMISSION }) } : {};
  return { kind: 'surveyed', changes: judged.flatMap(changeOf), kept: judged.flatMap(keptOf), ...advice };
}

interface Judged {
  readonly item: Consent | AppRole | NarrowedConsent;
  /** Undefined: it is removed, or what was added to it is. */
  readonly reason: Detail | undefined;
  /** That is made already. */
  readonly isMade?: boolean;
}

/** A consent to which scopes were added loses these alone. Undefined: it was not widened, or nothing states by what. */
function widenedConsent(
  consent: Consent,
  date: ConsentDate | undefined,
  noted: readonly ContainmentChange[],
): Judged | undefined {
  const { item, before } = consent;
  if (before.consentType !== 'Principal' || date?.earlier === undefined) return undefined;
  const narrowedTo = narrowed(before.scope, date.earlier);
  if (narrowedTo === undefined) return undefined;
  const earlier = noted.find((change) => change.item.kind === 'consent' && change.item.id === item.id);
  if (!isSameScope(narrowedTo, before.scope)) {
    return { item: { item, before: { ...before, narrowedTo } }, reason: undefined };
  }
  return earlier?.before
    ? { item: { item, before: notedConsent.parse(earlier.before) }, reason: undefined, isMade: true }
    : { item: consent, reason: detail('keptOlder') };
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

function changeOf({ item: { item, before }, reason, isMade }: Judged): readonly ContainmentChange[] {
  return reason ? [] : [{ step: STEP, item, before: { ...before }, state: isMade ? 'made' : 'intended' }];
}

function keptOf({ item: { item }, reason }: Judged): readonly KeptItem[] {
  return reason ? [{ item, reason }] : [];
}
