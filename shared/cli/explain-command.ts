import type { Command } from 'commander';
import { compact } from '../core/compact';
import type { Policy } from '../core/policy';
import type { ReceivedBy } from '../core/received-by';
import type { Format } from '../alerts/format';
import type { Decompress } from '../messages/content-encoding';
import { explain } from './explain';
import type { ReadFile } from './message-files';
import { messageFiles } from './message-files';
import { RECEIVED_BY, guid } from './option-values';
import { outputOf } from './output/output';
import type { Terminal } from './terminal';

/** What the command `explain` needs. */
export interface ExplainEnvironment {
  readonly terminal: Terminal;
  readonly readFile: ReadFile;
  /** The formats of alerts that an operator has added. Throws when they are not valid. */
  readonly formats: () => readonly Format[];
  /** The part of the policy that can be judged by a message alone. Throws when the policy is not valid. */
  readonly policy: () => Pick<Policy, 'sources' | 'maxRequestAgeMs' | 'unknownAge' | 'provenFormats'>;
  readonly now: () => Date;
  /** The home tenant, where it is known. */
  readonly tenantId?: string | undefined;
  /** Opens what is compressed within a message. */
  readonly decompress: Decompress;
}

interface ExplainLine {
  readonly tenant?: string;
  readonly receivedBy: ReceivedBy;
}

/** Adds the command `explain`. */
export function addExplain(
  root: Command,
  { readFile, formats, policy, now, tenantId, decompress, terminal }: ExplainEnvironment,
): void {
  root
    .command('explain')
    .description('show how messages would be read; needs no network')
    .argument('<file...>', 'files with one message each; - is the standard input')
    .option('--tenant <id>', 'the connected tenant; default: TENANT_ID', guid)
    .option(...RECEIVED_BY)
    .action(async (files: string[], { tenant = tenantId, receivedBy }: ExplainLine, command: Command) => {
      const messages = await messageFiles(files, readFile);
      const { sources, maxRequestAgeMs: maxAgeMs, unknownAge, provenFormats } = policy();
      const age = { now: now(), maxAgeMs, unknownAge };
      const given = { formats: formats(), sources, provenFormats, age, tenantId: tenant, decompress };
      const output = outputOf(command, terminal);
      await explain(messages, compact({ ...given, receivedBy, output }));
    });
}
