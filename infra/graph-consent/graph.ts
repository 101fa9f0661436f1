import { execSync } from 'node:child_process';

/** What ends a command with a message for the person who has called it. */
export class Stop extends Error {}

/** What a shell can be given as it is. */
const ROOT = /^(?:https:\/\/[\w.-]+|http:\/\/127\.0\.0\.1)(?::\d+)?$/;

/** A call of Microsoft Graph; a `GET` unless it has a body. */
export interface GraphCall {
  readonly method?: 'PATCH' | 'POST';
  readonly body?: object;
  /** Creates what a `PATCH` is about if it does not exist. */
  readonly createIfMissing?: boolean;
  /** Answers undefined where there is nothing, in place of an error. */
  readonly mayBeMissing?: boolean;
}

/** Calls Microsoft Graph v1.0 as the user of the Azure CLI. Rejects with `Stop` when it fails. */
export type CallGraph = (path: string, call?: GraphCall) => Promise<unknown>;

/**
 * Connects to the Microsoft Graph of the cloud of the Azure CLI, or to `GRAPH_ENDPOINT`.
 *
 * @throws Stop when the Azure CLI fails, or names something else
 */
export function connectToGraph(): CallGraph {
  const root = graphRoot();
  const token = az(`account get-access-token --resource ${root} --query accessToken --output tsv`);
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return async (path, { method = 'GET', body, createIfMissing = false, mayBeMissing = false } = {}) => {
    const url = path.startsWith(`${root}/`) ? path : `${root}/v1.0${path}`;
    const response = await fetch(url, {
      method,
      headers: { ...headers, ...(createIfMissing && { prefer: 'create-if-missing' }) },
      ...(body && { body: JSON.stringify(body) }),
    }).catch((error: unknown) => {
      throw new Stop(
        `Microsoft Graph cannot be reached at ${root}: ${reasonOf(error)}. Behind a proxy set HTTPS_PROXY, and NODE_USE_ENV_PROXY=1 with Node 24 or later.`,
      );
    });
    const text = await response.text();
    if (mayBeMissing && response.status === 404) return undefined;
    if (!response.ok)
      throw new Stop(`Microsoft Graph answered ${String(response.status)} to ${url}: ${text}`);
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  };
}

/** All rows of a list that comes in pages. */
export async function allPages<Row>(call: CallGraph, path: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let next: string | undefined = path; next !== undefined;) {
    const page = (await call(next)) as {
      readonly value: readonly Row[];
      readonly '@odata.nextLink'?: string;
    };
    rows.push(...page.value);
    next = page['@odata.nextLink'];
  }
  return rows;
}

/** Runs a command; what stops it is printed, and the exit code is 1. */
export function runCommand(command: (args: readonly string[]) => Promise<void>): void {
  command(process.argv.slice(2)).catch((error: unknown) => {
    if (!(error instanceof Stop)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  });
}

/** By a shell, since the Azure CLI of Windows is a script; nothing in a command needs quotation marks. */
function az(command: string): string {
  try {
    return execSync(`az ${command}`, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim();
  } catch {
    throw new Stop('The Azure CLI failed: see above. Sign in with az login.');
  }
}

function graphRoot(): string {
  const named = process.env['GRAPH_ENDPOINT'];
  const root = named ?? az('cloud show --query endpoints.microsoftGraphResourceId --output tsv');
  const trimmed = root.replace(/\/$/, '');
  if (!ROOT.test(trimmed)) throw new Stop(`Not the root of Microsoft Graph: ${root}`);
  return trimmed;
}

/** Of a failed `fetch`, whose own message says nothing. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error ? cause.message : String(cause);
}
