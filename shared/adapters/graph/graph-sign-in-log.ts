import { compact } from '../../core/compact';
import type { SignInLogName } from '../../core/sign-in';
import type { Pass } from '../../core/sign-in-reading';
import type { SignInLog } from '../../ports/sign-in-log';
import type { GraphClient, GraphClientOptions } from './graph-client';
import { graphClient } from './graph-client';
import { documentedPaces } from './pace';
import type { RetryBudget } from './retry-delay';
import { failureOf, lastSuccess, pageOf, signInOf, usersPage } from './sign-in-page';

export const SIGN_INS_PERMISSION = 'AuditLog.Read.All';

const LOGS = '/auditLogs/signIns';
/** The newest sign-in is looked for so far back, in ms: a query without a beginning takes long. */
const NEWEST_WITHIN_MS = 24 * 3_600_000;

/** One attempt: the query is repeated half a minute later. */
const ONE_ATTEMPT: RetryBudget = {
  totalMs: 0,
  attempts: 1,
  attemptMs: 10_000,
  firstDelayMs: 0,
  maxDelayMs: 0,
  maxTurnMs: 0,
};

/**
 * The sign-in logs of Microsoft Graph (application permission `AuditLog.Read.All`, optional; license P1). "List signIns": v1.0
 * has the interactive ones, and the beta those that `signInEventTypes` names. The calls have a client and a pace of their own: a
 * throttle of them must not stop a look-up.
 */
export function graphSignInLog(options: Omit<GraphClientOptions, 'pace' | 'budget'>): SignInLog {
  const { clock, random } = options;
  const graph = graphClient({ ...options, pace: documentedPaces(clock, random), budget: ONE_ATTEMPT });
  return {
    async read(log, pass) {
      const answer = await list(graph, log, pass.next ?? queryOf(log, pass));
      if (answer.kind === 'failed') return answer;
      const { value, next } = answer;
      const isSuccess = ({ status }: (typeof value)[number]) => (status?.errorCode ?? 0) === 0;
      return compact({
        kind: 'page' as const,
        signIns: value.filter(isSuccess).map((row) => signInOf(row, log)),
        // Of the link only the query counts: the token goes to the configured host, and this path alone is read.
        next: next === undefined ? undefined : (URL.parse(next)?.search ?? ''),
      });
    },
    async newest(log) {
      const since = clock.now().getTime() - NEWEST_WITHIN_MS;
      const answer = await list(graph, log, `${queryFor([...ofLog(log), from(since)])}&$top=1`);
      if (answer.kind === 'failed') return answer;
      const signIns = answer.value.map((row) => signInOf(row, log));
      const [newest] = signIns.toSorted((one, other) => other.at - one.at);
      return { kind: 'newest', ...(newest && { signIn: { id: newest.id, at: newest.at } }) };
    },
    async lastSuccesses(userIds) {
      const named = userIds.map(literal).join(',');
      const path = `/users${queryFor([`id in (${named})`])}&$select=id,signInActivity`;
      const answer = await graph({ method: 'GET', path, permission: SIGN_INS_PERMISSION, priority: 'low' });
      const read = usersPage.safeParse(answer.kind === 'ok' ? answer.body : undefined);
      if (!read.success) return failureOf(answer);
      return { kind: 'lastSuccesses', signIns: read.data.value.flatMap(lastSuccess) };
    },
  };
}

async function list(graph: GraphClient, log: SignInLogName, query: string) {
  const answer = await graph({
    method: 'GET',
    path: `${LOGS}${query}`,
    permission: SIGN_INS_PERMISSION,
    ...(log === 'nonInteractive' && { isBeta: true }),
  });
  return pageOf(answer);
}

function queryOf(log: SignInLogName, { since, userIds }: Pass): string {
  const users = userIds && [`(${userIds.map((id) => `userId eq ${literal(id)}`).join(' or ')})`];
  return queryFor([...ofLog(log), from(since), 'status/errorCode eq 0', ...(users ?? [])]);
}

function ofLog(log: SignInLogName): readonly string[] {
  return log === 'nonInteractive' ? [`signInEventTypes/any(t:t eq 'nonInteractiveUser')`] : [];
}

function from(since: number): string {
  return `createdDateTime ge ${new Date(since).toISOString()}`;
}

function queryFor(conditions: readonly string[]): string {
  return `?$filter=${encodeURIComponent(conditions.join(' and '))}`;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
