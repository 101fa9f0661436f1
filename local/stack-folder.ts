import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

type Environment = Readonly<Record<string, string>>;

/** Where the local stack of a clone leaves what other programs read while it serves. */
export const stackFolder = join(__dirname, '../../.local');
/** A token of the local transmitter. */
export const tokenFile = join(stackFolder, 'session-revoked.jwt');
/** The name of every file with an access token for the API begins so. */
const API_TOKEN = 'api-token';
const GRAPH_TOKEN = 'graph-token';

const settingsOf = (folder: string): string => join(folder, 'stack.env');
const claimOf = (folder: string): string => join(folder, 'stack.pid');
const QUOTES = ["'", '`', '"'];

/** Writes the settings of the stack that serves. */
export function writeStackEnvironment(folder: string, environment: Environment): void {
  const lines = Object.entries(environment).map(([name, value]) => `${name}=${quoted(value)}\n`);
  writeFileSync(settingsOf(folder), lines.join(''), { mode: 0o600 });
}

/** Writes an access token for the API of each person: `api-token-NAME`, and `api-token` of the first. */
export function writeApiTokens(folder: string, tokens: Readonly<Record<string, string>>): void {
  const write = (suffix: string, token: string): void =>
    writeFileSync(join(folder, `${API_TOKEN}${suffix}`), token, { mode: 0o600 });
  for (const [name, token] of Object.entries(tokens)) write(`-${name.replace(/@.*/, '')}`, token);
  for (const token of Object.values(tokens).slice(0, 1)) write('', token);
}

/** Writes the app's own token for the Graph of the local tenant, by which a person updates an incident there. */
export function writeGraphToken(folder: string, token: string): void {
  writeFileSync(join(folder, GRAPH_TOKEN), token, { mode: 0o600 });
}

/** The settings of the stack that serves; none while there is no stack. */
export function readStackEnvironment(folder: string): Readonly<Record<string, string | undefined>> {
  try {
    return parseEnv(readFileSync(settingsOf(folder), 'utf8'));
  } catch {
    return {};
  }
}

/** Text has no escapes in this form of file. Only JSON has all quotes, and can write one of them otherwise. */
function quoted(value: string): string {
  const quote = QUOTES.find((one) => !value.includes(one));
  return quote === undefined ? `'${value.replaceAll("'", String.raw`\u0027`)}'` : `${quote}${value}${quote}`;
}

/** Whether this process may serve: there is one stack at a time, whose settings the CLI reads. */
export type Claim =
  | { readonly kind: 'claimed'; release(): void }
  | { readonly kind: 'taken'; readonly pid: number; readonly file: string };

/**
 * Claims the folder for the stack of a process. What a process has left that has ended is removed.
 *
 * @throws when the folder cannot be written, or when two processes claim it at once
 */
export function claimStack(folder: string, pid: number): Claim {
  mkdirSync(folder, { recursive: true });
  const file = claimOf(folder);
  const other = readPid(file);
  if (other !== undefined && other !== pid && isAlive(other)) return { kind: 'taken', pid: other, file };
  const release = (): void => {
    const tokens = readdirSync(folder).filter((name) => name.startsWith(API_TOKEN));
    const others = [...tokens, GRAPH_TOKEN, 'session-revoked.jwt'].map((name) => join(folder, name));
    for (const left of [settingsOf(folder), ...others, file]) rmSync(left, { force: true });
  };
  release();
  // Of two that start at once only one can create it.
  writeFileSync(file, String(pid), { flag: 'wx' });
  return { kind: 'claimed', release };
}

function readPid(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It exists, and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
