import type { ContainmentChange } from '../../core/containment';
import type { GraphClient } from '../graph/graph-client';
import { userPath } from '../graph/user-path';
import type { AppRole, Consent } from './consents';
import {
  APP_ROLES_PERMISSION,
  CONSENTS_PERMISSION,
  appRoles,
  consents,
  notedAppRole,
  notedConsent,
} from './consents';
import type { List, OnBehalf } from './graph-lists';
import type { Done } from './removal';

type Restored = Done<'restored' | 'notOurs'>;
const NO_CALLS = { attempts: 0, requestIds: [] };

/** How one kind of consent is found again and made again. */
interface Kind<Item> {
  readonly list: () => Promise<List<Item>>;
  /** It has the same key: there can be no second one beside it. */
  readonly isSame: (item: Item) => boolean;
  /** It has what was noted; what has the same key and something else was given by somebody since. */
  readonly isWhole: (item: Item) => boolean;
  readonly call: { readonly path: string; readonly permission: string; readonly body: object };
}

/** Gives a consent or an app role again as it was noted, unless it is there. The new one has an id of its own. */
export function restoreConsent(
  graph: GraphClient,
  userId: string,
  { item, before }: ContainmentChange,
  onBehalf: OnBehalf,
): Promise<Restored> {
  return item.kind === 'appRole'
    ? restored(graph, appRoleKind(graph, userId, notedAppRole.parse(before), onBehalf), onBehalf)
    : restored(graph, consentKind(graph, userId, notedConsent.parse(before), onBehalf), onBehalf);
}

function consentKind(
  graph: GraphClient,
  userId: string,
  noted: ReturnType<typeof notedConsent.parse>,
  onBehalf: OnBehalf,
): Kind<Consent> {
  return {
    list: () => consents(graph, userId, onBehalf),
    isSame: ({ before }) =>
      before.consentType === noted.consentType &&
      before.clientId === noted.clientId &&
      before.resourceId === noted.resourceId,
    isWhole: ({ before }) => scopesOf(before.scope) === scopesOf(noted.scope ?? ''),
    call: { path: '/oauth2PermissionGrants', permission: CONSENTS_PERMISSION, body: noted },
  };
}

function appRoleKind(
  graph: GraphClient,
  userId: string,
  noted: ReturnType<typeof notedAppRole.parse>,
  onBehalf: OnBehalf,
): Kind<AppRole> {
  return {
    list: () => appRoles(graph, userId, onBehalf),
    isSame: ({ before }) =>
      before.principalId === noted.principalId &&
      before.resourceId === noted.resourceId &&
      before.appRoleId === noted.appRoleId,
    isWhole: () => true,
    call: {
      path: `${userPath(userId)}/appRoleAssignments`,
      permission: APP_ROLES_PERMISSION,
      body: noted,
    },
  };
}

/** Graph refuses a second one with the same key: a call whose answer was lost is known by what is there then. */
async function restored<Item>(graph: GraphClient, kind: Kind<Item>, onBehalf: OnBehalf): Promise<Restored> {
  const there = await look(kind);
  if (there) return there;
  const answer = await graph({ method: 'POST', ...kind.call, ...onBehalf });
  const { record } = answer;
  if (answer.kind === 'ok') return { kind: 'restored', record };
  // The application has been removed from the tenant since: there is nothing to consent to.
  if (answer.kind === 'notFound') return { kind: 'notOurs', record };
  const { failure } = answer;
  const isRefused = failure.kind === 'badRequest' || failure.kind === 'notDone';
  const after = isRefused ? await look(kind) : undefined;
  return after ? { ...after, record } : { kind: 'failed', failure, record };
}

async function look<Item>({ list, isSame, isWhole }: Kind<Item>): Promise<Restored | undefined> {
  const read = await list();
  if (read.kind === 'failed') return read;
  const there = read.items.find(isSame);
  if (there === undefined) return undefined;
  return { kind: isWhole(there) ? 'restored' : 'notOurs', record: NO_CALLS };
}

function scopesOf(scope: string): string {
  return [...new Set(scope.split(/\s+/).filter((one) => one !== ''))].toSorted().join(' ');
}
