import { randomUUID } from 'node:crypto';
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { shells } from './shells';

export const MODULE = join(__dirname, '../../powershell/SessionRevoker');
const SESSION = join(__dirname, '../powershell/session.ps1');
const [, pwsh] = shells;

export const isPowerShellMissing = pwsh.isMissing;
export const powerShell = pwsh.command;

/** What the streams of a script had. */
export interface Said {
  readonly objects: readonly Readonly<Record<string, unknown>>[];
  /** The name of the type of each object. */
  readonly types: readonly string[];
  readonly warnings: readonly string[];
  readonly verbose: readonly string[];
  readonly errors: readonly {
    readonly id: string;
    readonly category: string;
    readonly message: string;
    readonly target: string;
  }[];
  /** The lines that it wrote to the host. */
  readonly host: readonly string[];
}

/** A PowerShell with the module, which runs one script after another. */
export interface PowerShellSession {
  run(script: string): Promise<Said>;
  /** The person whose token the Azure CLI of the session returns from now on. */
  signIn(token: string): void;
  close(): Promise<void>;
}

/** Starts a PowerShell whose Azure CLI (`az`) is a stand-in that returns the token of {@link PowerShellSession.signIn}. */
export function startPowerShell(): PowerShellSession {
  const folder = mkdtempSync(join(tmpdir(), 'powershell-'));
  const tokenFile = join(folder, 'token.json');
  const az = join(folder, 'az');
  writeFileSync(az, `#!/bin/sh\ncat '${tokenFile}' || { echo 'ERROR: Please run az login.' >&2; exit 1; }\n`);
  chmodSync(az, 0o755);
  const marker = `${randomUUID()} `;
  const args = ['-NoProfile', '-NonInteractive', '-File', SESSION, '-Module', MODULE, '-Marker', marker];
  const child = spawn(pwsh.command, args, {
    env: {
      ...process.env,
      HOME: folder,
      PATH: [folder, process.env['PATH']].join(delimiter),
      NO_COLOR: '1',
      POWERSHELL_TELEMETRY_OPTOUT: '1',
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async (): Promise<Said> => {
    const host: string[] = [];
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error(`PowerShell has ended. It wrote: ${host.join('\n')}`);
      if (value.startsWith(marker)) {
        return { ...(JSON.parse(value.slice(marker.length)) as Omit<Said, 'host'>), host };
      }
      host.push(value);
    }
  };
  return {
    run: (script) => {
      child.stdin.write(`${Buffer.from(script).toString('base64')}\n`);
      return answer();
    },
    signIn: (accessToken) => {
      const expires_on = Math.floor(Date.now() / 1000) + 3600;
      writeFileSync(tokenFile, JSON.stringify({ accessToken, expires_on, tokenType: 'Bearer' }));
    },
    close: async () => {
      child.stdin.end();
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}
