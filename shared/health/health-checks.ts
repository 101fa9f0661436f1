import type { TokenCredential } from '@azure/core-auth';
import type { ServiceBusClient } from '@azure/service-bus';
import type { GraphClient } from '../adapters/graph/graph-client';
import type { Cloud } from '../config/clouds';
import type { Entities, WebhookConfig } from '../config/config';
import type { Policy } from '../core/policy';
import { readMemberships } from '../core/policy';
import { mostApprovers } from '../core/quorum';
import { protectedEntries } from '../core/protected-entry';
import type { Clock } from '../ports/clock';
import type { HealthCheck } from '../ports/health-check';
import type { Ledger } from '../ports/ledger';
import type { OriginalStore } from '../ports/original-store';
import type { SignInLog } from '../ports/sign-in-log';
import type { SwitchStore } from '../ports/switch-store';
import type { TokenLifetimes } from '../ports/token-lifetimes';
import type { CheckedApprovers } from './approvers-check';
import type { ContainmentProbing } from './containment-checks';
import { containmentChecks } from './containment-checks';
import { approversCheck } from './approvers-check';
import type { AheadMs } from './clock-check';
import { clockCheck } from './clock-check';
import { cloudCheck } from './cloud-check';
import { graphChecks } from './graph-checks';
import { containmentsCheck } from './containments-check';
import { ledgerCheck } from './ledger-check';
import { originalsCheck } from './originals-check';
import { policyCheck } from './policy-check';
import type { LookUpEntry } from './protected-check';
import { protectedCheck } from './protected-check';
import type { CheckedSeal } from './seal-check';
import { oldestToSeal, sealCheck } from './seal-check';
import { serviceBusChecks } from './service-bus-checks';
import type { CheckedSharePoint } from './sharepoint-checks';
import { sharePointChecks } from './sharepoint-checks';
import { signInsCheck } from './sign-ins-check';
import { switchCheck } from './switch-check';
import type { CheckedTenants } from './tenants-check';
import { tenantsChecks } from './tenants-check';
import { topicReaderCheck } from './topic-reader-check';
import type { PassedOn } from './topic-readers';
import { topicReaders } from './topic-readers';
import { incidentChecks } from './incidents-check';
import { tokenLifetimesCheck } from './token-lifetimes-check';

/** The parts of the app that the health checks examine. */
export interface Checked {
  readonly cloud: Cloud;
  readonly policy: Policy;
  readonly webhook: WebhookConfig;
  readonly lookUpPerson: CheckedApprovers['lookUp'];
  /** Of the app: who may not decide now, and where it reports that too few are left. */
  readonly ofApprovers?: Pick<CheckedApprovers, 'suspects' | 'onTooFew'>;
  /** For an operator, who may read names: what the ledger does not know is looked up. Absent: it is not. */
  readonly lookUpEntry?: LookUpEntry;
  readonly graph: {
    readonly endpoint: string;
    readonly credential: TokenCredential;
    readonly client: GraphClient;
  };
  /** By whose identity the steps of a containment are done (`CONTAINMENT_CLIENT_ID`); absent: by that of the app. */
  readonly containment?: ContainmentProbing['ofSteps'];
  readonly tokenLifetimes: TokenLifetimes;
  readonly signInLog: SignInLog;
  /** Absent: the method `sharePoint` is not configured. */
  readonly sharePoint?: CheckedSharePoint;
  readonly tenants: CheckedTenants;
  readonly serviceBus: {
    readonly client: ServiceBusClient;
    readonly entities: Entities;
    /** To whom outcomes are passed on by functions that read from the results topic. */
    readonly passedOn: PassedOn;
  };
  /** Absent: outcomes are not sealed. */
  readonly seal?: CheckedSeal;
  readonly ledger: Ledger;
  readonly switchStore: Pick<SwitchStore, 'read'>;
  /** Absent: large originals are not stored. */
  readonly originals: OriginalStore | undefined;
  readonly clock: Clock;
  /** Absent when the ledger has no clock of its own. */
  readonly aheadMs?: AheadMs;
}

/** Every health check, for the app and for the CLI, in the order in which they are reported. */
export function healthChecks(checked: Checked): readonly HealthCheck[] {
  const { cloud, policy, graph, tokenLifetimes, sharePoint, serviceBus } = checked;
  const { ledger, originals, clock, aheadMs } = checked;
  const { client, ...atGraph } = graph;
  const own = { ...atGraph, graph: client };
  const { tenantId } = policy;
  const asked = readMemberships(policy);
  return [
    cloudCheck(cloud, serviceBus.client.fullyQualifiedNamespace),
    policyCheck(policy, checked.webhook),
    switchCheck(checked.switchStore),
    ...graphChecks({ ...own, clock, tenantId, asked }),
    ...containmentChecks({ ...own, ofSteps: checked.containment }, policy, cloud),
    tokenLifetimesCheck(tokenLifetimes),
    ...signInChecks(checked),
    ...(sharePoint ? sharePointChecks(sharePoint, policy) : []),
    ...serviceBusChecks(serviceBus.client, serviceBus.entities),
    ...passedOnChecks(checked),
    ledgerCheck(ledger, clock),
    containmentsCheck(ledger.containments, clock),
    originalsCheck(originals),
    ...tenantsChecks(checked.tenants),
    ...(protectedEntries(policy.protected).length > 0
      ? [protectedCheck(policy, ledger, clock, checked.lookUpEntry)]
      : []),
    ...approversChecks(checked),
    ...(aheadMs ? [clockCheck(ledger, aheadMs)] : []),
  ];
}

/** The checks of those to whom outcomes are passed on. */
function passedOnChecks({ policy, cloud, graph, serviceBus, seal, clock }: Checked): readonly HealthCheck[] {
  const { client, entities, passedOn } = serviceBus;
  return [
    ...topicReaders({ ...passedOn, watch: policy.watch }, entities).map((reader) =>
      topicReaderCheck(client, reader),
    ),
    ...incidentChecks(passedOn, policy, graph.client, cloud),
    ...(seal ? [sealCheck(seal, oldestToSeal(client, entities.resultsTopic), clock)] : []),
  ];
}

/** The check of the approvers, where policy names them. */
function approversChecks({ policy, lookUpPerson: lookUp, ofApprovers }: Checked): readonly HealthCheck[] {
  const { approvers } = policy.confirmation;
  if (!approvers) return [];
  return [approversCheck({ approvers, lookUp, needed: mostApprovers(policy.approvals), ...ofApprovers })];
}

/** The check of the sign-in logs, where policy has revocations watched. */
function signInChecks({
  policy: { watch, tenantId },
  signInLog,
  ledger,
  clock,
}: Checked): readonly HealthCheck[] {
  return watch ? [signInsCheck({ signInLog, ledger, clock, policy: { tenantId, watch } })] : [];
}
