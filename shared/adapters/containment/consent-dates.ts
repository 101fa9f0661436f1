import { compact } from '../../core/compact';
import { timeOf } from './added-since';
import type { AuditEvent } from './audit-events';
import type { Consent } from './consents';
import { shortText } from './masked';

/** When a consent was given, or a consent that was there before was given more scopes. */
export interface ConsentDate {
  readonly kind: 'added' | 'widened';
  readonly at: string;
  readonly appName?: string;
  /** Of one that was widened: its scopes before. */
  readonly earlier?: string;
}

/**
 * What the first event about a consent shows, which has no date of its own; undefined: no event is about it. Graph keeps one
 * consent for each user, application and resource: what is consented to later widens it.
 */
export function consentDates(consent: Consent, events: readonly AuditEvent[]): ConsentDate | undefined {
  const dates = events
    .filter(({ activityDateTime }) => timeOf(activityDateTime) !== undefined)
    .toSorted((a, b) => Date.parse(a.activityDateTime) - Date.parse(b.activityDateTime))
    .map((event) => byPermissions(consent, event) ?? byGrant(consent, event));
  return dates.find((date) => date !== undefined);
}

/** `Consent to application` lists consents by their ids, as they were and as they are: `[] => [[Id: …, …]]`. */
function byPermissions(
  { item }: Consent,
  { activityDisplayName, activityDateTime, targetResources }: AuditEvent,
): ConsentDate | undefined {
  if (activityDisplayName !== 'Consent to application') return undefined;
  for (const target of targetResources ?? []) {
    const written = valueOf(target, 'ConsentAction.Permissions');
    const [before = '', after = ''] = written.split('=>');
    if (!idsIn(after).includes(item.id)) continue;
    const wasThere = idsIn(before).includes(item.id);
    return compact({
      kind: wasThere ? ('widened' as const) : ('added' as const),
      at: activityDateTime,
      appName: shortText(target.displayName),
      earlier: wasThere ? scopeIn(before, item.id) : undefined,
    });
  }
  return undefined;
}

/** `Add delegated permission grant` names the resource, the application, and the scopes as they were and as they are. */
function byGrant(
  { before }: Consent,
  { activityDisplayName, activityDateTime, targetResources }: AuditEvent,
): ConsentDate | undefined {
  if (activityDisplayName !== 'Add delegated permission grant') return undefined;
  for (const target of targetResources ?? []) {
    const isAbout =
      target.id === before.resourceId &&
      unquoted(valueOf(target, 'ServicePrincipal.ObjectID')) === before.clientId &&
      unquoted(valueOf(target, 'DelegatedPermissionGrant.ConsentType')) === before.consentType;
    if (!isAbout) continue;
    const earlier = unquoted(propertyOf(target, 'DelegatedPermissionGrant.Scope')?.oldValue ?? '');
    return earlier === ''
      ? { kind: 'added', at: activityDateTime }
      : { kind: 'widened', at: activityDateTime, earlier };
  }
  return undefined;
}

type Target = NonNullable<AuditEvent['targetResources']>[number];

function propertyOf(
  { modifiedProperties }: Target,
  name: string,
): NonNullable<Target['modifiedProperties']>[number] | undefined {
  return modifiedProperties?.find(({ displayName }) => displayName === name);
}

function valueOf(target: Target, name: string): string {
  return propertyOf(target, name)?.newValue ?? '';
}

/** Values of the audit log are in quotation marks, a second time. */
function unquoted(value: string): string {
  return value.replace(/^\s*"?\s*|\s*"?\s*$/g, '');
}

function idsIn(permissions: string): readonly string[] {
  return [...permissions.matchAll(/\[Id: ([^,\]\s]+)/g)].map(([, id = '']) => id);
}

/** The scopes of the consent with an id; undefined where they cannot be read. */
function scopeIn(permissions: string, id: string): string | undefined {
  const [, after = ''] = permissions.split(`[Id: ${id},`);
  const [one = ''] = after.split(']');
  return /\bScope: ([^,]*)/.exec(one)?.[1]?.trim();
}
