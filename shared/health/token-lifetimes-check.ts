import { boundOf } from '../core/token-life';
import type { TokenLife } from '../core/token-life';
import type { CheckResult, HealthCheck } from '../ports/health-check';
import type { TokenLifetimes } from '../ports/token-lifetimes';

const MINUTE_MS = 60_000;

/** Reports by what bound outcomes state `effectiveNoLaterThan`. Without the permission they are less exact: no failure. */
export function tokenLifetimesCheck(tokenLifetimes: TokenLifetimes): HealthCheck {
  return {
    name: 'token lifetimes',
    async run() {
      await tokenLifetimes.refresh();
      return resultOf(tokenLifetimes.known());
    },
  };
}

function resultOf(life: TokenLife): CheckResult {
  const { bound, ms } = boundOf(life);
  const stated = `Tokens end within ${String(Math.ceil(ms / MINUTE_MS))} min of a revocation (bound ${bound})`;
  return { status: 'ok', detail: `${stated}: ${reasonOf(life)}` };
}

function reasonOf(life: TokenLife): string {
  if (life.kind === 'known') return 'the token lifetime policies of the tenant were read.';
  switch (life.reason) {
    case 'notGranted':
      return 'a longer policy is not seen without the optional permission Policy.Read.All.';
    case 'notRead':
      return 'Microsoft Graph did not return the token lifetime policies.';
    case 'notUnderstood':
      return 'a token lifetime policy has a definition that cannot be read.';
  }
}
