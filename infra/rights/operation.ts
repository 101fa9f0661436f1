import type { SdkCall } from './sdk-calls';

/** Who acts. A person can be several of these. */
export type Who =
  'app' | 'senders' | 'operators' | 'approvers' | 'administrators of connections' | 'deployer';

/** What is acted on, in the words of the operations guide. */
export type Entity =
  | 'request queue'
  | 'intake queue'
  | 'waits queue'
  | 'urgent queue'
  | 'quarantine'
  | 'topic'
  | 'subscription `attention`'
  | 'subscription `cli`'
  | 'subscription `notify`'
  | 'notify queue'
  | 'subscription `archive`'
  | 'subscription `seal`'
  | 'subscription `watch`'
  | 'subscription `ocsf`'
  | 'topic of OCSF'
  | 'subscription `write-back`'
  | 'data collection rule'
  | 'the table `RevocationLedger`'
  | 'the table `RevocationTenants`'
  | 'the table `RevocationSwitch`'
  | 'the container `revocation-originals`'
  | 'the container `revocation-seals`'
  | 'the key of the seal'
  | 'storage account'
  | 'key vault'
  | 'Application Insights'
  | 'resource group'
  | 'subscription of Azure';

/** Calls of an SDK that a file of the code makes, for somebody. */
export interface Operation {
  readonly file: string;
  readonly calls: readonly SdkCall[];
  readonly who: Who;
  readonly on: readonly Entity[];
  /** The functions of the app and the commands of the command line that make them. */
  readonly by: readonly string[];
}
