import type { Issue } from '../core/outcome';
import type { RevocationRequest } from '../core/request';

/** What a message turned out to be. Later formats add alerts that ask for nothing. */
export type Reading =
  | { readonly kind: 'request'; readonly request: RevocationRequest }
  /** `format` is absent when no format recognised the message. */
  | {
      readonly kind: 'rejected';
      readonly format?: string;
      /** The id that the message gives itself, where at least that could be read. */
      readonly requestId?: string;
      readonly issues: readonly Issue[];
    };
