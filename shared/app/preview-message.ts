import { compact } from '../core/compact';
import type { ReceivedBy } from '../core/received-by';
import { unknownTokenLife } from '../core/token-life';
import type { ResultMessage } from '../messages/result-message';
import type { ContainmentMethod, ContainmentMethods } from '../ports/containment-method';
import type { WaitReason } from '../ports/telemetry';
import type { TenantAccess, Tenants } from '../ports/tenants';
import { unbounded } from './bulkhead';
import type { Dependencies } from './dependencies';
import { inTurn } from './in-turn';
import { permits } from './permits';
import { processMessage } from './process-message';

/** What a preview needs from outside; nothing that would change anything is part of it. */
export type PreviewDependencies = Omit<
  Dependencies,
  | 'resultsTopic'
  | 'quarantine'
  | 'requestQueue'
  | 'originals'
  | 'readInTurn'
  | 'bulkhead'
  | 'brokerTime'
  | 'permits'
  | 'urgentShares'
  | 'revokers'
  | 'accountSnapshots'
  | 'signInLog'
  | 'telemetry'
  | 'tokenLifetimes'
>;

/** A message to be previewed. */
export interface PreviewedMessage {
  /** The id of the request, unless the body has one. */
  readonly name: string;
  readonly body: Uint8Array;
  readonly contentType?: string;
  /** The sender by whom it is judged. */
  readonly receivedBy: ReceivedBy;
  /** Whether an alert counts as raised just now. */
  readonly asNew?: boolean;
}

export type Preview =
  | { readonly kind: 'previewed'; readonly messages: readonly ResultMessage[] }
  /** A backend cannot be asked now. */
  | { readonly kind: 'later'; readonly reason: WaitReason };

/**
 * Reads a message in any format, does every step that reads, and returns what would happen to which users and why. It is the
 * app itself in its preview mode, with ports that cannot change anything.
 *
 * @param dependencies with a ledger that writes nothing
 */
export async function previewMessage(
  dependencies: PreviewDependencies,
  { name, body, contentType, receivedBy, asNew = false }: PreviewedMessage,
): Promise<Preview> {
  const published: ResultMessage[] = [];
  const now = dependencies.clock.now().toISOString();
  const origin = { messageId: name, enqueuedAt: now };
  const effects = withoutEffects(published);
  const { retry } = await processMessage(
    {
      ...dependencies,
      ...effects,
      policy: { ...dependencies.policy, mode: 'whatIf' },
      containmentMethods: foreseeing(dependencies.containmentMethods),
      tenants: previewed(dependencies.tenants, effects),
    },
    compact({
      body,
      contentType,
      history: compact({ origin, attempts: 0, receivedBy, refreshedAt: asNew ? now : undefined }),
    }),
  );
  if (retry) return { kind: 'later', reason: retry.reason };
  return { kind: 'previewed', messages: published };
}

/** The same in every connected tenant: its own revokers are never used. */
function previewed(
  tenants: Tenants,
  { revokers, tokenLifetimes, signInLog }: Pick<TenantAccess, 'revokers' | 'tokenLifetimes' | 'signInLog'>,
): Tenants {
  return {
    connections: () => tenants.connections(),
    access: (connection) => {
      const { policy, directory, containmentMethods: methods } = tenants.access(connection);
      const containmentMethods = foreseeing(methods);
      return {
        policy: { ...policy, mode: 'whatIf' },
        directory,
        revokers,
        tokenLifetimes,
        containmentMethods,
        signInLog,
      };
    },
  };
}

/** The steps of a containment, which only foresee. */
function foreseeing(methods: ContainmentMethods): ContainmentMethods {
  const all = Object.entries(methods).map(([step, method]): [string, ContainmentMethod] => [
    step,
    {
      foresee: (target) => method.foresee(target),
      contain: never('contain a user'),
      restore: never('restore'),
    },
  ]);
  return Object.fromEntries(all);
}

function never(effect: string): () => never {
  return () => {
    throw new Error(`A preview was about to ${effect}.`);
  };
}

/** The ports that would change something: outcomes are collected, and any other call is a bug. */
function withoutEffects(published: ResultMessage[]): Omit<Dependencies, keyof PreviewDependencies> {
  return {
    resultsTopic: { publish: (message) => Promise.resolve(void published.push(message)) },
    revokers: { graph: { revoke: never('sign a user out'), pausedForMs: () => 0 } },
    signInLog: {
      read: never('read sign-ins'),
      newest: never('read sign-ins'),
      lastSuccesses: never('read sign-ins'),
    },
    brokerTime: { heard: () => undefined, atLeast: () => undefined },
    // A preview states no time by which tokens end.
    tokenLifetimes: { known: () => unknownTokenLife('notRead'), refresh: () => Promise.resolve() },
    requestQueue: {
      send: never('send a message'),
      // The caller reports that the preview must be tried again later.
      schedule: () => Promise.resolve(),
    },
    // What is previewed is its own original, and its first delivery.
    originals: { find: () => Promise.resolve(undefined) },
    readInTurn: inTurn(),
    bulkhead: unbounded,
    permits: permits(),
    urgentShares: () => false,
    // The outcome explains what could not be done, and the caller still has the message.
    quarantine: { keep: () => Promise.resolve() },
    telemetry: { record: () => undefined },
  };
}
