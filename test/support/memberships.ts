import { textDetail } from '../../shared/core/detail';
import type { Facts } from '../../shared/core/facts';
import { found } from './builders';

export const GROUP = '7a1c2b3d-0000-4000-8000-0000000000a1';
export const OTHER_GROUP = '7a1c2b3d-0000-4000-8000-0000000000a2';
export const GLOBAL_ADMINISTRATOR = '62e90394-69f5-4237-9190-012177145e10';
export const HELPDESK = '729827e3-9c14-49f7-bb1b-9608f156bbb8';

/** A user with these memberships. */
export function member(groups: readonly string[], roles: readonly string[] = []): Facts {
  return { ...found(), memberships: { kind: 'read', groups, roles } };
}

/** A user whose memberships cannot be read. */
export const unreadable: Facts = {
  ...found(),
  memberships: {
    kind: 'unreadable',
    failure: { kind: 'forbidden', detail: textDetail('GroupMember.Read.All?') },
  },
};
