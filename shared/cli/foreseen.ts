import { effectOf } from '../core/deciding-rule';
import type { Policy } from '../core/policy';
import { withCertainTime } from '../core/request-age';
import type { SourceRule } from '../core/source-rule';
import type { Reading } from '../alerts/reading';
import { printable } from './printable';

/** The rules that can be judged by the message alone. */
export interface MessageRules {
  /** The operator's rules on which events act. */
  readonly sources: readonly SourceRule[];
  /** How old, in ms, an alert may be now, and what becomes of one of unknown age; absent: its age does not matter. */
  readonly age?: {
    readonly now: Date;
    readonly maxAgeMs: number;
    readonly unknownAge: Policy['unknownAge'];
  };
}

/** By whose message rules on the sender were judged. */
export function judgedAs(receivedBy: string): string {
  return `Judged as sent by ${printable(receivedBy)}; pass --received-by to name another sender.`;
}

type RequestReading = Extract<Reading, { kind: 'request' }>;

/** What a request would do, unless other rules of the policy or its age prevent it. */
export function foreseen({ request, uncertainTime }: RequestReading, { sources, age }: MessageRules): string {
  const effect = effectOf(request, sources);
  if (request.mode === 'whatIf' || effect === 'whatIf') return 'would preview signing out';
  const isOfUnknownAge = uncertainTime?.kind === 'unknown' && age?.unknownAge === 'confirm';
  return request.confirm || effect === 'confirm' || isOfUnknownAge
    ? 'would wait for approval to sign out'
    : 'would sign out';
}

/** The age in minutes at which a request would have expired; undefined while it is fresh. */
export function exceededAge(
  { request, uncertainTime }: RequestReading,
  { age }: MessageRules,
): number | undefined {
  if (!age) return undefined;
  const { createdAt } = withCertainTime(request, uncertainTime, age).alert ?? {};
  const isFresh = createdAt === undefined || age.now.getTime() - Date.parse(createdAt) <= age.maxAgeMs;
  return isFresh ? undefined : age.maxAgeMs / 60_000;
}
