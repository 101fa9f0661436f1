import type { Policy } from '../core/policy';
import type { Format } from '../intake/format';
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
  readonly telemetry: { readonly connectionString?: string };
}
