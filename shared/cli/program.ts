import { Command } from 'commander';
import { compact } from '../core/compact';
import type { Policy } from '../core/policy';
import type { ReceivedBy } from '../core/received-by';
import type { Decompress } from '../messages/content-encoding';
import type { Format } from '../alerts/format';
import type { CheckReport } from '../ports/health-check';
import type { ApprovalEnvironment } from './approval-desk';
import type { RequestConnection } from './connected';
import { decide, release } from './decide';
import { doctor } from './doctor';
import type { ExitCode } from './exit-code';
import { exitCode } from './exit-code';
import { explain } from './explain';
import { addFormats } from './formats-command';
import type { ReadFile } from './message-files';
import { messageFiles } from './message-files';
import { RECEIVED_BY, guid, seconds } from './option-values';
import { listPending } from './pending';
import type { QuarantineEnvironment } from './quarantine';
import { addQuarantine } from './quarantine-command';
import type { RevokeEnvironment, RevokeOptions } from './revoke';
import { revoke } from './revoke';
import type { SwitchEnvironment } from './stop-and-resume';
import { addStopAndResume } from './stop-command';
import type { TenantEnvironment } from './tenant-desk';
import { checkTenants } from './tenants';
import { addTenants } from './tenants-command';
import type { PreviewOptions, WhatIfEnvironment } from './what-if';
import { whatIf } from './what-if';

export interface ProgramEnvironment
  extends
    Omit<RevokeEnvironment, 'connect'>,
    QuarantineEnvironment,
    ApprovalEnvironment,
    WhatIfEnvironment,
    TenantEnvironment,
    SwitchEnvironment {
  /** Runs all health checks. */
  readonly checkUp: () => Promise<readonly CheckReport[]>;
  /** Connects to the queue and to a subscription of the results topic. */
  readonly connect: (subscription: string) => Promise<RequestConnection>;
  readonly readFile: ReadFile;
  /** The formats of alerts that an operator has added. Throws when they are not valid. */
  readonly formats: () => readonly Format[];
  /** The part of the policy that can be judged by a message alone. Throws when the policy is not valid. */
  readonly policy: () => Pick<Policy, 'sources' | 'maxRequestAgeMs' | 'unknownAge' | 'provenFormats'>;
  /** The home tenant, where it is known. */
  readonly tenantId?: string | undefined;
  /** Opens what is compressed within a message. */
  readonly decompress: Decompress;
}

interface CommandLine extends RevokeOptions {
  readonly timeout: number;
  readonly subscription: string;
}

/**
 * Runs one command line.
 *
 * @throws CommanderError on wrong usage, and what reading files or connecting throws.
 */
export async function program(environment: ProgramEnvironment, args: readonly string[]): Promise<ExitCode> {
  const ended: { code: ExitCode } = { code: exitCode.done };
  const { terminal } = environment;
  const root = new Command('session-revoker')
    .description('Sign Microsoft 365 users out of every device, through the revocation queue.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.error(text.trimEnd()),
    });
  addRevoke(root, environment, ended);
  addExplain(root, environment);
  addFormats(root, environment, ended);
  addQuarantine(root, environment, ended);
  addApprovals(root, environment, ended);
  addWhatIf(root, environment, ended);
  addDoctor(root, environment, ended);
  addTenants(root, environment, ended);
  addStopAndResume(root, environment, ended);
  await root.parseAsync([...args], { from: 'user' });
  return ended.code;
}

function addRevoke(root: Command, environment: ProgramEnvironment, ended: { code: ExitCode }): void {
  root
    .command('revoke')
    .description('send a request, as Revoke-SPOUserSession would')
    .requiredOption(
      '--user <user...>',
      'object id, user principal name, SID, or DOMAIN\\name; may be repeated',
    )
    .option('--tenant <id>', 'the tenant, where senders to the queue speak for several', guid)
    .option('--what-if', 'change nothing; show what would happen')
    .option('--confirm', 'ask before sending, even under --what-if')
    .option('--no-confirm', 'do not ask before sending')
    .option('--reason <text>', 'why, for the audit')
    .option('--wait', 'wait for the outcomes and print them')
    .option('--timeout <seconds>', 'how long to wait', seconds, 60)
    .option('--subscription <name>', 'the subscription of the results topic to watch', 'cli')
    .action(async ({ timeout, subscription, ...options }: CommandLine) => {
      const connect = (): Promise<RequestConnection> => environment.connect(subscription);
      ended.code = await revoke({ ...options, timeoutSeconds: timeout }, { ...environment, connect });
    });
}

interface ExplainLine {
  readonly json?: boolean;
  readonly tenant?: string;
  readonly receivedBy: ReceivedBy;
}

function addExplain(
  root: Command,
  { readFile, formats, policy, now, tenantId, decompress, terminal }: ProgramEnvironment,
): void {
  root
    .command('explain')
    .description('show how messages would be read; needs no network')
    .argument('<file...>', 'files with one message each; - is the standard input')
    .option('--json', 'one JSON object per file')
    .option('--tenant <id>', 'the connected tenant; default: TENANT_ID', guid)
    .option(...RECEIVED_BY)
    .action(async (files: string[], { tenant = tenantId, ...options }: ExplainLine) => {
      const messages = await messageFiles(files, readFile);
      const { sources, maxRequestAgeMs: maxAgeMs, unknownAge, provenFormats } = policy();
      const age = { now: now(), maxAgeMs, unknownAge };
      const given = { formats: formats(), sources, provenFormats, age, tenantId: tenant, decompress };
      explain(messages, compact({ ...given, ...options }), terminal);
    });
}

interface DecisionLine {
  readonly by?: string;
  readonly confirm: boolean;
  readonly wait?: boolean;
  readonly timeout: number;
}

function addApprovals(root: Command, environment: ProgramEnvironment, ended: { code: ExitCode }): void {
  root
    .command('pending')
    .description('list the requests that wait for approval')
    .option('--json', 'one JSON object per request')
    .action(async (options: { json?: boolean }) => {
      ended.code = await listPending(options, environment);
    });
  for (const decision of ['approve', 'decline'] as const) {
    deciding(root.command(decision).description(`${decision} requests that wait for approval`))
      .argument('<confirmation...>', 'its id in the list of pending requests')
      .action(async (ids: string[], { timeout, ...options }: DecisionLine) => {
        ended.code = await decide(ids, { ...options, decision, timeoutSeconds: timeout }, environment);
      });
  }
  deciding(root.command('release').description('approve all that the brake holds'))
    .option('--request <id>', 'all that waits of one request instead')
    .action(async ({ timeout, ...options }: DecisionLine & { request?: string }) => {
      const chosen = { ...options, decision: 'approve', timeoutSeconds: timeout } as const;
      ended.code = await release(chosen, environment);
    });
}

function deciding(command: Command): Command {
  return command
    .option('--by <name>', 'who decides; default: the user at this machine')
    .option('--no-confirm', 'do not ask before sending')
    .option('--wait', 'wait for the outcomes')
    .option('--timeout <seconds>', 'how long to wait', seconds, 60);
}

function addWhatIf(root: Command, environment: ProgramEnvironment, ended: { code: ExitCode }): void {
  root
    .command('what-if')
    .description('show what would happen to which users and why, against the real tenant; changes nothing')
    .argument('<file...>', 'files with one message each; - is the standard input')
    .option('--as-new', 'as if each alert had just been raised')
    .option(...RECEIVED_BY)
    .option('--json', 'one JSON object per outcome')
    .action(async (files: string[], options: PreviewOptions & { json?: boolean }) => {
      const messages = await messageFiles(files, environment.readFile);
      ended.code = await whatIf(messages, options, environment);
    });
}

function addDoctor(root: Command, environment: ProgramEnvironment, ended: { code: ExitCode }): void {
  root
    .command('doctor')
    .description('check settings, permissions, queues, ledger and clock; changes nothing')
    .option('--tenant <id>', 'check this connected tenant instead', guid)
    .option('--json', 'one JSON object per check')
    .action(async ({ tenant, ...options }: { json?: boolean; tenant?: string }) => {
      ended.code = await (tenant === undefined
        ? doctor(options, environment)
        : checkTenants({ tenantId: tenant, ...options }, environment));
    });
}
