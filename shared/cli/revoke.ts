import { readMessage } from '../alerts/read-message';
import type { Issue } from '../core/outcome';
import type { Result } from '../messages/result-schema';
import { NO_NAME } from '../messages/user-reference-schema';
import type { ResultsSubscription } from '../ports/results-topic';
import { ask } from './ask';
import type { RequestConnection } from './connected';
import { connected, sendJson } from './connected';
import type { ExitCode } from './exit-code';
import { exitCode, exitCodeOf } from './exit-code';
import { outcomeInWords } from './outcome-in-words';
import { printable } from './printable';
import type { Terminal } from './terminal';
import { typedUser } from '../messages/typed-user';

export interface RevokeOptions {
  /** As typed, at least one. */
  readonly user: readonly string[];
  /** The id of the tenant; absent: the one that senders to the queue speak for. */
  readonly tenant?: string;
  readonly whatIf?: boolean;
  /** `true`: ask; `false`: do not ask; absent: ask on an interactive terminal. */
  readonly confirm?: boolean;
  readonly reason?: string;
  readonly wait?: boolean;
  readonly timeoutSeconds: number;
}

export interface RevokeEnvironment {
  readonly terminal: Terminal;
  readonly connect: () => Promise<RequestConnection>;
  readonly newId: () => string;
  readonly now: () => Date;
  /** The user at the terminal. */
  readonly requestedBy: string;
}

/** `Revoke-SPOUserSession` through the queue: sends a request, and waits for its outcomes if `wait` is set. */
export async function revoke(options: RevokeOptions, environment: RevokeEnvironment): Promise<ExitCode> {
  const { terminal, newId } = environment;
  const id = newId();
  const body = requestBody(id, options, environment);
  const [reading] = readMessage(body, { fallbackId: id });
  if (reading.kind !== 'request') {
    const issues = reading.kind === 'rejected' ? reading.issues : [];
    for (const issue of issues) terminal.error(asTyped(issue, options));
    return exitCode.noAnswer;
  }
  const permission = await mayBegin(options, terminal);
  if (permission !== undefined) return permission;
  return connected(environment.connect, async ({ requestQueue, results }) => {
    await sendJson(requestQueue, id, body);
    terminal.out(`Request ${id} is on the queue.`);
    return options.wait
      ? waitFor(results, { id, users: reading.request.users.length }, options, terminal)
      : exitCode.done;
  });
}

/** An issue with what a person typed, instead of its place in the request; text may name a user in more ways here. */
function asTyped({ path, message }: Issue, { user }: RevokeOptions): string {
  const index = /^users\[(\d+)\]/.exec(path)?.[1];
  if (index === undefined) return `${path}: ${message}`;
  const problem = message === NO_NAME ? NO_TYPED_NAME : message;
  return printable(`--user ${user[Number(index)] ?? ''}: ${problem}`);
}

const NO_TYPED_NAME =
  'names no user: pass a user principal name (name@domain), an object id (a GUID), a SID (S-1-…) or DOMAIN\\name';

function requestBody(id: string, options: RevokeOptions, environment: RevokeEnvironment): Uint8Array {
  const request = {
    id,
    users: options.user.map(typedUser),
    ...(options.tenant !== undefined && { tenantId: options.tenant }),
    whatIf: options.whatIf ?? false,
    ...(options.reason !== undefined && { reason: options.reason }),
    requestedBy: environment.requestedBy,
    requestedAt: environment.now().toISOString(),
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
  subscription: ResultsSubscription,
  sent: { readonly id: string; readonly users: number },
  { timeoutSeconds }: RevokeOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const results: Result[] = [];
  for await (const result of subscription.outcomes([sent.id], timeoutSeconds * 1000)) {
    results.push(result);
    for (const line of outcomeInWords(result)) terminal.out(line);
    // An outcome without a user answers the request as a whole.
    if (results.length >= sent.users || result.data.user === undefined)
      return exitCodeOf(results.map(({ data }) => data.status));
  }
  terminal.error(
    `${String(results.length)} of ${String(sent.users)} outcomes arrived within ${String(timeoutSeconds)} s. The request is still being processed: read its outcome on the topic.`,
  );
  return exitCode.noAnswer;
}
