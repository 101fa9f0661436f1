/** The part of the package that the local stack uses; it has no types of its own. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  interface Grant {
    addOIDCScope(scope: string): void;
    addResourceScope(resource: string, scope: string): void;
    save(): Promise<string>;
  }

  export class Provider {
    constructor(issuer: string, configuration: Readonly<Record<string, unknown>>);
    readonly Grant: new (about: { readonly accountId: string; readonly clientId: string }) => Grant;
    callback(): (message: IncomingMessage, response: ServerResponse) => Promise<void>;
    interactionFinished(
      message: IncomingMessage,
      response: ServerResponse,
      result: Readonly<Record<string, unknown>>,
    ): Promise<void>;
  }

  export const interactionPolicy: { base(): { remove(prompt: string): void } };
}
