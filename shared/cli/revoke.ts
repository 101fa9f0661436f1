import { readMessage } from '../alerts/read-message';
import type { Issue } from '../core/outcome';
import { typedUser } from '../messages/typed-user';
import { NO_NAME } from '../messages/user-reference-schema';
import { ask } from './ask';
import { connected } from './connected';
import type { ExitCode } from './exit-code';
import { exitCode, exitCodeOf } from './exit-code';
import { outcomeInWords } from './outcome-in-words';
import { outcomeView } from './outcome-view';
import type { Output } from './output/output';
import { isForPeople } from './output/output';
import { print, printOne } from './output/print';
import type { View } from './output/view';
import { printable } from './printable';
import type { OutcomeRecord } from './records';
import type { RevocationService } from './service';
import type { ServiceEnvironment } from './service-environment';
import type { Terminal } from './terminal';

export interface RevokeOptions {
  /** As typed, at least one. */
  readonly user: readonly string[];
  /** The id of the tenant; absent: the one that the sender speaks for. */
  readonly tenant?: string;
  readonly whatIf?: boolean;
  /** `true`: ask; `false`: do not ask; absent: ask on an interactive terminal. */
  readonly confirm?: boolean;
  readonly reason?: string;
  readonly wait?: boolean;
  readonly timeoutSeconds: number;
}

export interface RevokeEnvironment extends ServiceEnvironment {
  readonly newId: () => string;
  readonly now: () => Date;
}

/** `Revoke-SPOUserSession` for the app: sends a request, and waits for its outcomes if `wait` is set. */
export async function revoke(
  options: RevokeOptions,
  output: Output,
  environment: RevokeEnvironment,
): Promise<ExitCode> {
  const { terminal, newId } = environment;
  const id = newId();
  const [reading] = readMessage(requestBody(id, options, environment), { fallbackId: id });
  if (reading.kind !== 'request') {
    const issues = reading.kind === 'rejected' ? reading.issues : [];
    for (const issue of issues) terminal.error(asTyped(issue, options));
    return exitCode.noAnswer;
  }
  const permission = await mayBegin(options, terminal);
  if (permission !== undefined) return permission;
  return connected(environment.service, async (app) => {
    const { requestedBy } = environment;
    const by = app.provesCaller ? {} : { requestedBy };
    await app.send({ id, body: requestBody(id, options, environment, by) });
    terminal.out(`Request ${id} is on the queue.`);
    if (options.wait)
      return waitFor(app, { id, users: reading.request.users.length }, options, { terminal, output });
    if (!isForPeople(output)) await printOne({ id }, sentView, output);
    return exitCode.done;
  });
}

const sentView: View<{ readonly id: string }> = {
  data: (sent) => sent,
  none: '',
  columns: [{ heading: 'Request', text: ({ id }) => id }],
};

/** An issue with what a person typed, instead of its place in the request; text may name a user in more ways here. */
function asTyped({ path, message }: Issue, { user }: RevokeOptions): string {
  const index = /^users\[(\d+)\]/.exec(path)?.[1];
  if (index === undefined) return `${path}: ${message}`;
  const problem = message === NO_NAME ? NO_TYPED_NAME : message;
  return printable(`--user ${user[Number(index)] ?? ''}: ${problem}`);
}

const NO_TYPED_NAME =
  'names no user: pass a user principal name (name@domain), an object id (a GUID), a SID (S-1-…) or DOMAIN\\name';

/** @param by who asks, unless the app knows */
function requestBody(
  id: string,
  options: RevokeOptions,
  { now }: Pick<RevokeEnvironment, 'now'>,
  by: { readonly requestedBy?: string } = {},
): Uint8Array {
  const request = {
    id,
    users: options.user.map(typedUser),
    ...(options.tenant !== undefined && { tenantId: options.tenant }),
    whatIf: options.whatIf ?? false,
    ...(options.reason !== undefined && { reason: options.reason }),
    ...by,
    requestedAt: now().toISOString(),
  };
  return new TextEncoder().encode(JSON.stringify(request));
}

/** As `-Confirm`: a typing error locks nobody out, and no script waits for an answer. */
async function mayBegin(
  { user, whatIf, confirm }: RevokeOptions,
  terminal: Terminal,
): Promise<ExitCode | undefined> {
  const names = user.join(', ');
  const question = whatIf ? `Preview signing out ${names}?` : `Sign out ${names} from every device?`;
  return ask(terminal, question, {
    confirm: whatIf ? (confirm ?? false) : confirm,
    instead: '--no-confirm to revoke without asking, or --what-if',
  });
}

async function waitFor(
  app: RevocationService,
  sent: { readonly id: string; readonly users: number },
  { timeoutSeconds }: RevokeOptions,
  { terminal, output }: { readonly terminal: Terminal; readonly output: Output },
): Promise<ExitCode> {
  const outcomes: OutcomeRecord[] = [];
  let isAnswered = false;
  for await (const outcome of app.outcomesOf(sent.id, timeoutSeconds * 1000)) {
    outcomes.push(outcome);
    for (const line of outcomeInWords(outcome)) terminal.out(line);
    // An outcome without a user answers the request as a whole.
    isAnswered = outcomes.length >= sent.users || outcome.user === undefined;
    if (isAnswered) break;
  }
  if (!isForPeople(output)) await print(outcomes, outcomeView, output);
  if (isAnswered) return exitCodeOf(outcomes.map(({ status }) => status));
  terminal.error(
    `${String(outcomes.length)} of ${String(sent.users)} outcomes arrived within ${String(timeoutSeconds)} s. The request is still being processed: read its outcome by session-revoker show ${sent.id}, or on the topic.`,
  );
  return exitCode.noAnswer;
}
