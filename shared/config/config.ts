import type { Policy } from '../core/policy';
import type { Locale } from '../messages/sentences';

/** How Service Bus is reached. */
export type ServiceBusConnection =
  | { readonly kind: 'connectionString'; readonly connectionString: string }
  | { readonly kind: 'identity'; readonly fullyQualifiedNamespace: string };

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
  readonly policy: Policy;
  readonly locale: Locale;
  readonly telemetry: { readonly connectionString?: string };
}
