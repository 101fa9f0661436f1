import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { text } from 'node:stream/consumers';
import { listen } from '../listen';
import type { Certificate } from '../tenant/certificate';
import type { Tokens } from '../tenant/tokens';
import type { AdminAnswer } from './answers';
import { adminAnswers } from './answers';

const PATH = '/_api/Microsoft.Online.SharePoint.TenantManagement.Office365Tenant/RevokeAllUserSessions';

export interface AdminHostOptions {
  readonly certificate: Certificate;
  /** The tokens that its tenant has issued: those for this host are accepted. */
  readonly tokens: Tokens;
  /** What it answers, by user principal name in lower case; everybody else is not found. */
  readonly answers?: Readonly<Record<string, AdminAnswer>>;
}

/** A call that the admin host received. */
export interface AdminCallSeen {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** A running SharePoint admin host, over TLS. */
export interface AdminHost {
  /** The value of `SHAREPOINT_ADMIN_URL`. */
  readonly adminUrl: string;
  readonly calls: readonly AdminCallSeen[];
  /** Answers a user in this way from now on. */
  answer(userPrincipalName: string, answer: AdminAnswer): void;
  /** Answers every call in this way from now on; undefined: no longer. */
  answerAll(answer: AdminAnswer | undefined): void;
  /** The number of calls that are not answered and whose callers still wait. */
  readonly hanging: () => number;
  stop(): Promise<void>;
}

export async function startAdminHost({
  certificate,
  tokens,
  answers = {},
}: AdminHostOptions): Promise<AdminHost> {
  const calls: AdminCallSeen[] = [];
  const byUser = new Map(Object.entries(answers));
  let everybody: AdminAnswer | undefined;
  let hanging = 0;
  let adminUrl = '';

  const answerTo = ({ method, target, headers, body }: AdminCallSeen): AdminAnswer => {
    if (everybody) return everybody;
    if (tokens.judge(headers['authorization'], adminUrl) !== 'valid') return adminAnswers.invalidToken;
    if (method !== 'POST' || target !== PATH) return adminAnswers.notFound;
    const user = userNameOf(body);
    if (user === undefined) return adminAnswers.badRequest;
    return byUser.get(user.toLowerCase()) ?? adminAnswers.userNotFound;
  };
  const server = createServer(certificate, (message, response) => {
    seen(message).then(
      (call) => {
        calls.push(call);
        const answer = answerTo(call);
        if (answer !== 'hang') return respond(response, answer);
        hanging++;
        response.on('close', () => hanging--);
      },
      // The caller closed the connection before the end of its request.
      () => message.destroy(),
    );
  });
  server.keepAliveTimeout = 60_000;
  const { port, stop } = await listen(server);
  adminUrl = `https://localhost:${String(port)}`;
  return {
    adminUrl,
    calls,
    answer: (userPrincipalName, answer) => void byUser.set(userPrincipalName.toLowerCase(), answer),
    answerAll: (answer) => {
      everybody = answer;
    },
    hanging: () => hanging,
    stop,
  };
}

async function seen(message: IncomingMessage): Promise<AdminCallSeen> {
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [name, value?.toString()]),
  );
  return { method: message.method ?? '', target: message.url ?? '', headers, body: await text(message) };
}

function userNameOf(body: string): string | undefined {
  try {
    const value: unknown = JSON.parse(body);
    const isNamed = typeof value === 'object' && value !== null && 'userName' in value;
    return isNamed && typeof value.userName === 'string' ? value.userName : undefined;
  } catch {
    return undefined;
  }
}

function respond(response: ServerResponse, answer: Exclude<AdminAnswer, 'hang'>): void {
  const { status, headers, body } = answer;
  const isText = typeof body === 'string';
  response.writeHead(status, {
    'content-type': isText ? 'text/html; charset=utf-8' : 'application/json;odata=nometadata;charset=utf-8',
    sprequestguid: randomUUID(),
    ...headers,
  });
  response.end(isText ? body : JSON.stringify(body));
}
