import { compact } from '../core/compact';
import { ruleNamed } from '../core/deciding-rule';
import type { Policy } from '../core/policy';
import type { ReceivedBy } from '../core/received-by';
import type { SourceRule } from '../core/source-rule';
import { unknownTokenLife } from '../core/token-life';
import type { ResultMessage } from '../messages/result-message';
import type { Result } from '../messages/result-schema';
import { resultSchema } from '../messages/result-schema';
import type { TenantAccess, Tenants } from '../ports/tenants';
import type { Dependencies } from '../app/dependencies';
import { unbounded } from '../app/bulkhead';
import { inTurn } from '../app/in-turn';
import { permits } from '../app/permits';
import { processMessage } from '../app/process-message';
import type { ExitCode } from './exit-code';
import { exitCode } from './exit-code';
import { judgedAs } from './foreseen';
import type { MessageFile } from './message-files';
import { table } from './table';
import type { Terminal } from './terminal';

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
  | 'telemetry'
  | 'tokenLifetimes'
>;

export interface WhatIfEnvironment {
  readonly terminal: Terminal;
  readonly connectPreview: () => Promise<PreviewDependencies>;
}

export interface PreviewOptions {
  /** Whether each alert counts as raised just now. */
  readonly asNew?: boolean;
  /** The sender by whom the messages are judged. */
  readonly receivedBy: ReceivedBy;
}

interface Previewed {
  readonly file: string;
  readonly data: Result['data'];
}

/**
 * Reads messages in any format, does every step that reads, and prints what would happen to which users and why. It is
 * the app itself in its preview mode, with ports that cannot change anything.
 */
export async function whatIf(
  files: readonly MessageFile[],
  { json = false, ...options }: PreviewOptions & { readonly json?: boolean },
  environment: WhatIfEnvironment,
): Promise<ExitCode> {
  const { terminal } = environment;
  const dependencies = await environment.connectPreview();
  const previewed: Previewed[] = [];
  for (const { file, body } of files) {
    for (const data of await preview(dependencies, { file, body }, options)) previewed.push({ file, data });
  }
  if (json) for (const { file, data } of previewed) terminal.out(JSON.stringify({ file, ...data }));
  else {
    for (const line of report(previewed, dependencies.policy)) terminal.out(line);
    terminal.out(judgedAs(options.receivedBy));
  }
  return exitCode.done;
}

async function preview(
  dependencies: PreviewDependencies,
  { file, body }: MessageFile,
  { asNew = false, receivedBy }: PreviewOptions,
): Promise<readonly Result['data'][]> {
  const published: ResultMessage[] = [];
  const now = dependencies.clock.now().toISOString();
  const origin = { messageId: file, enqueuedAt: now };
  const effects = withoutEffects(published);
  const { retry } = await processMessage(
    {
      ...dependencies,
      ...effects,
      policy: { ...dependencies.policy, mode: 'whatIf' },
      tenants: previewed(dependencies.tenants, effects),
    },
    {
      body,
      history: compact({ origin, attempts: 0, receivedBy, refreshedAt: asNew ? now : undefined }),
    },
  );
  if (retry) throw new Error(`${file}: cannot be previewed now (${retry.reason}). Try again later.`);
  return published.map(
    ({ body: bytes }) => resultSchema.parse(JSON.parse(new TextDecoder().decode(bytes))).data,
  );
}

/** The same in every connected tenant: its own revokers are never used. */
function previewed(
  tenants: Tenants,
  { revokers, tokenLifetimes }: Pick<TenantAccess, 'revokers' | 'tokenLifetimes'>,
): Tenants {
  return {
    connections: () => tenants.connections(),
    access: (connection) => {
      const { policy, directory } = tenants.access(connection);
      return { policy: { ...policy, mode: 'whatIf' }, directory, revokers, tokenLifetimes };
    },
  };
}

/** The ports that would change something: outcomes are collected, and any other call is a bug. */
function withoutEffects(published: ResultMessage[]): Omit<Dependencies, keyof PreviewDependencies> {
  const never = (effect: string) => (): never => {
    throw new Error(`A preview was about to ${effect}.`);
  };
  return {
    resultsTopic: { publish: (message) => Promise.resolve(void published.push(message)) },
    revokers: { graph: { revoke: never('sign a user out'), pausedForMs: () => 0 } },
    brokerTime: { heard: () => undefined, atLeast: () => undefined },
    // A preview states no time by which tokens end.
    tokenLifetimes: { known: () => unknownTokenLife('notRead'), refresh: () => Promise.resolve() },
    requestQueue: {
      send: never('send a message'),
      // The caller reports that the preview must be tried again later.
      schedule: () => Promise.resolve(),
    },
    // A file is its own original, and its first delivery.
    originals: { find: () => Promise.resolve(undefined) },
    readInTurn: inTurn(),
    bulkhead: unbounded,
    permits: permits(),
    urgentShares: () => false,
    // The outcome explains what could not be done, and the file is still there.
    quarantine: { keep: () => Promise.resolve() },
    telemetry: { record: () => undefined },
  };
}

/** @param home the policy of the home tenant, with the operator's rules on which events act */
function report(
  previewed: readonly Previewed[],
  { tenantId, sources }: Pick<Policy, 'tenantId' | 'sources'>,
): string[] {
  const withTenants = previewed.some(({ data }) => (data.tenantId ?? tenantId) !== tenantId);
  const withEvents = previewed.some(({ data }) => (data.event ?? data.sourceRule) !== undefined);
  const rows = previewed.map(({ file, data }) => [
    file,
    ...(withTenants ? [data.tenantId ?? '-'] : []),
    data.user?.userPrincipalName ?? data.user?.reference ?? '-',
    wouldBe(data, sources),
    ...(withEvents ? [data.event ?? '-', data.sourceRule ?? '-'] : []),
    data.detail ?? data.alert?.title ?? '-',
  ]);
  const counts = new Map<string, number>();
  for (const { data } of previewed) {
    const would = wouldBe(data, sources);
    counts.set(would, (counts.get(would) ?? 0) + 1);
  }
  const total = [...counts].map(([would, count]) => `${String(count)} ${would}`).join(', ');
  const hint = counts.has('expired')
    ? ['Requests are judged at their age of now; --as-new judges them as if they had just been raised.']
    : [];
  const headings = [
    'FILE',
    ...(withTenants ? ['TENANT'] : []),
    'USER',
    'WOULD BE',
    ...(withEvents ? ['EVENT', 'RULE'] : []),
    'REASON',
  ];
  return [...table(headings, rows), '', `Nothing was changed. ${total}.`, ...hint];
}

/** What the app would answer: nobody is signed out for an event that a rule only previews. */
function wouldBe({ predicted, status, sourceRule }: Result['data'], sources: readonly SourceRule[]): string {
  const previews = sourceRule !== undefined && ruleNamed(sourceRule, sources)?.effect === 'whatIf';
  return previews && predicted === 'signOutPending' ? 'whatIf' : (predicted ?? status);
}
