import { compact } from '../../core/compact';
import type { Clock } from '../../ports/clock';
import type { Post, Posted, Poster } from '../../ports/poster';
import { parseRetryAfter } from '../http/retry-after';

const TIMEOUT_MS = 10_000;

/**
 * Posts by `fetch`, which nothing in the process logs or traces: addresses contain secrets. The answer's body is not read.
 *
 * @param timeoutMs for the whole answer, in ms
 */
export function fetchPoster(clock: Pick<Clock, 'now'>, timeoutMs = TIMEOUT_MS): Poster {
  return {
    post: async ({ url, headers, body }: Post): Promise<Posted> => {
      let answer: Response;
      try {
        answer = await fetch(url, {
          method: 'POST',
          headers: { ...headers, 'user-agent': 'session-revoker' },
          body: new Uint8Array(body),
          redirect: 'manual',
          signal: AbortSignal.timeout(timeoutMs),
        });
        await answer.body?.cancel();
      } catch (error) {
        return { kind: 'failed', reason: codeOf(error) };
      }
      if (answer.ok) return { kind: 'accepted' };
      const retryAfterMs = parseRetryAfter(answer.headers.get('retry-after') ?? undefined, clock.now());
      return compact({ kind: 'failed' as const, reason: `HTTP ${String(answer.status)}`, retryAfterMs });
    },
  };
}

/** The code, or the name of the error: a message may quote the address. */
function codeOf(error: unknown): string {
  const found = [field(field(error, 'cause'), 'code'), field(error, 'name')];
  return (
    found.find((one): one is string => typeof one === 'string' && /^[A-Za-z]\w{1,60}$/.test(one)) ?? 'Error'
  );
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
