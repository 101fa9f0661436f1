import type { Policy } from '../core/policy';
import type { Format } from '../alerts/format';
import type { WebhookSource } from '../webhook/signature';
import type { SecurityEventIssuer } from '../ports/token-verifier';
import type { Locale } from '../messages/sentences';

/** How Service Bus is reached. */
export type ServiceBusConnection =
  | { readonly kind: 'connectionString'; readonly connectionString: string }
  | { readonly kind: 'identity'; readonly fullyQualifiedNamespace: string };

/** How table storage is reached. */
export type TableConnection =
  | { readonly kind: 'connectionString'; readonly connectionString: string }
  | { readonly kind: 'identity'; readonly tableServiceUri: string };

/** Where the ledger is kept. */
export type LedgerConfig = TableConnection | { readonly kind: 'memory' };

export interface Entities {
  readonly requestQueue: string;
  readonly resultsTopic: string;
  readonly rejectedQueue: string;
}

/** What anything that talks to Service Bus needs. */
export interface ServiceBusConfig {
  readonly connection: ServiceBusConnection;
  readonly entities: Entities;
}

/** How alerts may come by HTTP. */
export interface WebhookConfig {
  /** Sources that must sign what they post. */
  readonly sources: readonly WebhookSource[];
  /** Whose security event tokens are believed. */
  readonly issuers: readonly SecurityEventIssuer[];
  /** Who lets callers in: the host, by a key, or the platform's authentication by Entra ID. */
  readonly authorisation: 'functionKey' | 'entraId';
}

/** The function app's configuration, valid as a whole. */
export interface Config {
  readonly serviceBus: ServiceBusConfig;
  readonly graph: { readonly endpoint: string };
  readonly identity: { readonly clientId?: string };
  readonly ledger: LedgerConfig;
  readonly policy: Policy;
  readonly locale: Locale;
  /** Formats of alerts that an operator has added. */
  readonly formats: readonly Format[];
  readonly webhook: WebhookConfig;
  readonly telemetry: {
    readonly connectionString?: string;
    /** Whether the app shows who it is when it sends telemetry. */
    readonly byIdentity: boolean;
  };
}
