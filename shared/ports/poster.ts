/** What is posted to an address. */
export interface Post {
  /** A secret: it is neither logged nor part of an error. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export type Posted =
  | { readonly kind: 'accepted' }
  | {
      readonly kind: 'failed';
      /** `HTTP 404`, or the code of a connection that failed. Contains nothing of the address. */
      readonly reason: string;
      /** How long, in ms, the address asked not to be called. */
      readonly retryAfterMs?: number;
    };

/** Posts to addresses of the configuration. */
export interface Poster {
  /** Posts once, without following a redirect. Never rejects because of the address or its answer. */
  post(post: Post): Promise<Posted>;
}
