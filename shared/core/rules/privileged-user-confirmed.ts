import { roleName } from '../directory-role';
import type { HoldRule } from './hold-rules';

/** Signing an administrator out may stop the very people who fight the incident. */
export const privilegedUserConfirmed: HoldRule = {
  name: 'privileged-user-confirmed',
  hold: ({ facts: { memberships }, policy: { confirmation } }) => {
    if (memberships?.kind !== 'read') return undefined;
    const role = memberships.roles.find((id) => confirmation.roles.includes(id));
    const group = memberships.groups.find((id) => confirmation.groups.includes(id));
    const sign = role === undefined ? group && `group ${group}` : `directory role ${roleName(role)}`;
    return sign === undefined
      ? undefined
      : {
          status: 'awaitingConfirmation',
          detail: `Policy asks for a confirmation of members of the ${sign}.`,
        };
  },
};
