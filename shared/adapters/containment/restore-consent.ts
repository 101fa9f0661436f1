import type { ContainmentChange } from '../../core/containment';
import type { GraphCall, GraphClient } from '../graph/graph-client';
import { encodeSegment, userPath } from '../graph/user-path';
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
import { isSameScope } from './scopes';

type Restored = Done<'restored' | 'notOurs'>;
const NO_CALLS = { attempts: 0, requestIds: [] };

/** How one kind of consent is found again and made again. */
interface Kind<Item> {
  readonly list: () => Promise<List<Item>>;
  /** It has the same key: there can be no second one beside it. */
  readonly isSame: (item: Item) => boolean;
  /** It has what was noted; what has the same key and something else was given by somebody since. */
  readonly isWhole: (item: Item) => boolean;
  /** The call that brings it back, by what is there with the same key; undefined: somebody else has changed it. */
  readonly call: (there: Item | undefined) => Call | undefined;
}

type Call = Pick<GraphCall, 'method' | 'path' | 'permission' | 'body'>;

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
    isWhole: ({ before }) => isSameScope(before.scope, noted.scope),
    call: (there) => {
      const { narrowedTo, ...body } = noted;
      const permission = CONSENTS_PERMISSION;
      if (narrowedTo === undefined)
        return there ? undefined : { method: 'POST', path: '/oauth2PermissionGrants', permission, body };
      if (!there || !isSameScope(there.before.scope, narrowedTo)) return undefined;
      const path = `/oauth2PermissionGrants/${encodeSegment(there.item.id)}`;
      return { method: 'PATCH', path, permission, body: { scope: noted.scope } };
    },
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
    call: () => ({
      method: 'POST',
      path: `${userPath(userId)}/appRoleAssignments`,
      permission: APP_ROLES_PERMISSION,
      body: noted,
    }),
  };
}

/** Graph refuses a second one with the same key: a call whose answer was lost is known by what is there then. */
async function restored<Item>(graph: GraphClient, kind: Kind<Item>, onBehalf: OnBehalf): Promise<Restored> {
  const first = await look(kind);
  if (first.kind !== 'open') return first;
  const answer = await graph({ ...first.call, ...onBehalf });
  const { record } = answer;
  if (answer.kind === 'ok') return { kind: 'restored', record };
  // The application has been removed from the tenant since, or the consent: there is nothing to bring back.
  if (answer.kind === 'notFound') return { kind: 'notOurs', record };
  const { failure } = answer;
  const isRefused = failure.kind === 'badRequest' || failure.kind === 'notDone';
  const after = isRefused ? await look(kind) : undefined;
  return after === undefined || after.kind === 'open' || after.kind === 'failed'
    ? { kind: 'failed', failure, record }
    : { ...after, record };
}

async function look<Item>({
  list,
  isSame,
  isWhole,
  call,
}: Kind<Item>): Promise<Restored | { readonly kind: 'open'; readonly call: Call }> {
  const read = await list();
  if (read.kind === 'failed') return read;
  const there = read.items.find(isSame);
  if (there !== undefined && isWhole(there)) return { kind: 'restored', record: NO_CALLS };
  const needed = call(there);
  return needed ? { kind: 'open', call: needed } : { kind: 'notOurs', record: NO_CALLS };
}
