import type { Caller } from '../core/caller';

/** The app roles of the registration; what each lets somebody do is in the table of endpoints. */
export const roles = {
  read: 'Revocation.Read',
  request: 'Revocation.Request',
  approve: 'Revocation.Approve',
  operate: 'Revocation.Operate',
} as const;

export type Role = keyof typeof roles;

/** Who may call an endpoint. */
export interface Allowed {
  /** Any one of them suffices. */
  readonly roles: readonly [Role, ...Role[]];
  /** `persons`: an application that acts for itself may not, whatever its roles are. */
  readonly callers: 'all' | 'persons';
}

/** Why a caller may not call an endpoint; undefined when they may. */
export function denialOfCaller({ kind, roles: own }: Caller, allowed: Allowed): string | undefined {
  if (allowed.callers === 'persons' && kind !== 'person') {
    return 'only a person may do this: the token is that of an application that acts for itself';
  }
  const names = allowed.roles.map((role) => roles[role]);
  return names.some((name) => own.includes(name))
    ? undefined
    : `the token has none of the app roles that this needs: ${names.join(', ')}`;
}
