import type { Connection } from '../core/connection';
import type { Policy } from '../core/policy';
import type { Format } from '../alerts/format';
import type { WebhookSender } from '../webhook/signature';
import type { SecurityEventIssuer } from '../ports/token-verifier';
import type { Destination } from '../messages/notifications/destination';
import type { Locale } from '../messages/sentences/statuses';
import type { Cloud } from './clouds';

/** How Service Bus is reached. */
export type ServiceBusConnection =
  | { readonly kind: 'connectionString'; readonly connectionString: string }
  | { readonly kind: 'identity'; readonly fullyQualifiedNamespace: string };

/** How table storage is reached. */
export type TableConnection =
  | { readonly kind: 'connectionString'; readonly connectionString: string }
  | { readonly kind: 'identity'; readonly tableServiceUri: string };

/** How blob storage is reached. */
export type BlobConnection =
  | { readonly kind: 'connectionString'; readonly connectionString: string }
  | { readonly kind: 'identity'; readonly blobServiceUri: string };

/** Where the ledger is stored. */
export type LedgerConfig = TableConnection | { readonly kind: 'memory' };

/** Where the connections to tenants beside the home tenant are listed. */
export type TenantsConfig =
  | { readonly kind: 'none' }
  | ({ readonly kind: 'listed'; readonly connections: readonly Connection[] } & TenantApplication)
  | ({ readonly kind: 'table'; readonly table: TableConnection } & TenantApplication);

interface TenantApplication {
  /** The id of the multi-tenant application by which tenants are reached. */
  readonly applicationId: string;
}

export interface Entities {
  /** Of requests; others than the app may send to it. */
  readonly requestQueue: string;
  /** Of what came over HTTP; only the app may send to it. Absent: the environment does without it. */
  readonly intakeQueue?: string;
  /** Of the app's own scheduled messages; only the app may send to it. Absent: the environment does without it. */
  readonly waitsQueue?: string;
  /** Of requests that may be urgent; others than the app may send to it. Absent: the environment does without it. */
  readonly urgentQueue?: string;
  readonly resultsTopic: string;
  /** Of outcomes as OCSF; absent: they are not published in this form. */
  readonly ocsfTopic?: string;
  readonly rejectedQueue: string;
}

/** What every client of Service Bus needs. */
export interface ServiceBusConfig {
  readonly connection: ServiceBusConnection;
  readonly entities: Entities;
}

/** Who may send alerts by HTTP. */
export interface WebhookConfig {
  /** Senders that must sign their requests. */
  readonly senders: readonly WebhookSender[];
  /** The senders that alone may send alerts of a format, by the format's name in lower case. */
  readonly provenFormats: NonNullable<Policy['provenFormats']>;
  /** The issuers of trusted security event tokens. */
  readonly issuers: readonly SecurityEventIssuer[];
  /** How callers are authorized: by a key of the host, or by the platform's authentication with Entra ID. */
  readonly authorization: 'functionKey' | 'entraId';
}

/** Who is notified of outcomes. */
export interface NotifyConfig {
  /** At least one. */
  readonly destinations: readonly Destination[];
  /** The address of the console; absent: notifications have no link. */
  readonly consoleUrl?: string;
}

/** Where outcomes are archived: a table of Azure Monitor Logs, by a data collection rule. */
export interface ArchiveConfig {
  /** Origin of the endpoint for logs of the rule. */
  readonly endpoint: string;
  /** The immutable id of the rule. */
  readonly ruleId: string;
  /** The audience of tokens for the endpoint. */
  readonly audience: string;
}

/** Where outcomes are sealed. */
export interface SealConfig {
  readonly store: BlobConnection;
  /** By which heads are signed; absent: they are not. */
  readonly key?: SealKey;
}

/** A key of a key vault, and whose tokens the vault takes. */
export interface SealKey {
  /** `https://VAULT.vault.azure.net/keys/NAME`, without a version. */
  readonly keyId: string;
  /** The audience of tokens for the vault, which has one in each cloud. */
  readonly audience: string;
}

/** How incidents learn outcomes. */
export interface WriteBackConfig {
  /** The address of the console; absent: comments have no link. */
  readonly consoleUrl?: string;
}

/** Whose tokens the API accepts. */
export interface ApiConfig {
  /** The application id of the app's registration. */
  readonly audience: string;
  /** The home tenant, a GUID in lower case. */
  readonly tenantId: string;
  /** The root of the authority that issues the tokens. */
  readonly authority: string;
  /** The console; absent: there is none. */
  readonly console?: ConsoleConfig;
}

/** How people sign in to the console. */
export interface ConsoleConfig {
  /** The application id of the registration by which they sign in. */
  readonly clientId: string;
  /** `openId`: the authority is not that of the cloud, and has the endpoints that its discovery document names. */
  readonly protocol: 'entra' | 'openId';
}

/** How the admin host of SharePoint is called. */
export interface SharePointConfig {
  /** The origin of the host, and the audience of its tokens, which are sent nowhere else. */
  readonly adminUrl: string;
  /** The managed identity of these calls; absent: the system-assigned one. */
  readonly clientId?: string;
}

/** The function app's configuration, valid as a whole. */
export interface Config {
  /** The hosts of the tenant's cloud, single settings included. */
  readonly cloud: Cloud;
  readonly serviceBus: ServiceBusConfig;
  readonly graph: { readonly endpoint: string };
  readonly identity: {
    readonly clientId?: string;
    /** Of the steps of a containment, in the home tenant; absent: that of the app. */
    readonly containmentClientId?: string;
  };
  /** Absent: the method `sharePoint` is not configured. */
  readonly sharePoint?: SharePointConfig;
  readonly ledger: LedgerConfig;
  readonly tenants: TenantsConfig;
  /** Where large originals are stored; absent: they are not. */
  readonly originals?: BlobConnection;
  readonly policy: Policy;
  readonly locale: Locale;
  /** The alert formats that an operator has added. */
  readonly formats: readonly Format[];
  readonly webhook: WebhookConfig;
  /** Absent: nobody is notified. */
  readonly notify?: NotifyConfig;
  /** Absent: outcomes are not archived. */
  readonly archive?: ArchiveConfig;
  /** Absent: outcomes are not sealed. */
  readonly seal?: SealConfig;
  /** Absent: no incident learns outcomes. */
  readonly writeBack?: WriteBackConfig;
  /** Absent: the app has no API. */
  readonly api?: ApiConfig;
  readonly telemetry: {
    readonly connectionString?: string;
    /** Whether telemetry is sent with the app's identity. */
    readonly byIdentity: boolean;
  };
}
