import { allowedLateness } from '../core/lateness';
import type { Policy } from '../core/policy';
import type { SignInFailure } from '../core/sign-in';
import { signInLogs, signInSources } from '../core/sign-in';
import type { SignInKnowledge } from '../core/sign-in-reading';
import { latenessIn } from '../core/sign-in-reading';
import type { WatchPolicy } from '../core/watch';
import type { Clock } from '../ports/clock';
import type { CheckResult, HealthCheck } from '../ports/health-check';
import type { Ledger } from '../ports/ledger';
import type { SignInLog } from '../ports/sign-in-log';

const MINUTE_MS = 60_000;

/** What the check of the sign-in logs examines. */
export interface CheckedSignIns {
  readonly signInLog: SignInLog;
  readonly ledger: Pick<Ledger, 'watches'>;
  readonly clock: Clock;
  readonly policy: Pick<Policy, 'tenantId'> & { readonly watch: WatchPolicy };
}

/** Checks that the sign-in logs of the tenant can be read, and reports how late they are. Without them, no revocation is confirmed. */
export function signInsCheck(checked: CheckedSignIns): HealthCheck {
  return { name: 'sign-in logs', run: () => check(checked) };
}

async function check({ signInLog, ledger, clock, policy }: CheckedSignIns): Promise<CheckResult> {
  const newest = await Promise.all(signInLogs.map((name) => signInLog.newest(name)));
  const failed = newest.find((one) => one.kind === 'failed');
  if (failed?.kind === 'failed') return notRead(failed.reason);
  const { knowledge } = await ledger.watches.readSignIns(policy.tenantId);
  const detail = `The sign-in logs can be read. ${lateness(knowledge, policy.watch, clock.now().getTime())}`;
  return { status: 'ok', detail };
}

function lateness(knowledge: SignInKnowledge, { latenessMs }: WatchPolicy, now: number): string {
  const measured = signInSources
    .map((source) => [source, latenessIn(knowledge, source)] as const)
    .map(([source, found]) => `${source} ${found ? minutes(found.ms) : 'not measured'}`);
  const allowed = signInSources.map((source) =>
    allowedLateness(latenessIn(knowledge, source), latenessMs, now),
  );
  const latest = `A revocation is confirmed ${minutes(Math.max(...allowed))} after its bound.`;
  return `Largest lateness: ${measured.join(', ')}. ${latest}`;
}

function notRead(reason: SignInFailure): CheckResult {
  const detail = 'The sign-in logs cannot be read: no revocation is confirmed, and no return is reported.';
  switch (reason) {
    case 'notPermitted':
      return {
        status: 'warning',
        detail,
        remedy:
          'Grant AuditLog.Read.All (--sign-ins of graph-consent/grant.js), or remove the key watch of the policy.',
      };
    case 'noLicense':
      return {
        status: 'warning',
        detail,
        remedy:
          'The tenant needs a license of Microsoft Entra ID P1; without one, remove the key watch of the policy.',
      };
    case 'throttled':
    case 'notRead':
      return { status: 'warning', detail, remedy: 'Wait, and check again: Microsoft Graph did not answer.' };
  }
}

function minutes(ms: number): string {
  return `${String(Math.ceil(ms / MINUTE_MS))} min`;
}
