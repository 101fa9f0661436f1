import type { DirectoryUser } from './facts';
import type { Mode } from './mode';
import type { Objection } from './objection';

/** A way to revoke. */
export type Method = 'graph';

/** Why a request waits for a person. */
export interface Hold {
  /** The rule's name, for audit and tests. */
  readonly rule: string;
  readonly status: 'awaitingConfirmation' | 'held';
  /** One English sentence that says why. */
  readonly detail: string;
}

/** What is to be done about one user. */
export type Plan =
  /** `about` tells whether the request as a whole is refused, or this user. */
  | {
      readonly kind: 'refuse';
      readonly mode: Mode;
      readonly about: 'request' | 'user';
      readonly objection: Objection;
    }
  | { readonly kind: 'hold'; readonly mode: Mode; readonly user: DirectoryUser; readonly hold: Hold }
  | {
      readonly kind: 'proceed';
      readonly mode: Mode;
      readonly user: DirectoryUser;
      readonly methods: readonly Method[];
    };
