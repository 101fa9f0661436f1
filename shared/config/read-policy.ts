import { z } from 'zod';
import type { Policy } from '../core/policy';
import { duration } from './duration';
import { parseJson } from './parse-json';

/** The limits of the policy, in ms. */
export type Limits = Pick<Policy, 'maxRequestAgeMs' | 'deduplicationWindowMs' | 'recordRetentionMs'>;

const HOUR_MS = 3_600_000;

const policyFields = z
  .strictObject(
    {
      maxRequestAge: duration.default(4 * HOUR_MS),
      deduplicationWindow: duration.default(HOUR_MS),
      recordRetention: duration.default(7 * 24 * HOUR_MS),
    },
    {
      error: (issue) => (issue.code === 'unrecognized_keys' ? unknownKeys(issue.keys) : 'must be an object'),
    },
  )
  .refine(
    ({ recordRetention, maxRequestAge, deduplicationWindow }) =>
      recordRetention >= Math.max(maxRequestAge, deduplicationWindow),
    {
      path: ['recordRetention'],
      error:
        'must not be shorter than maxRequestAge and deduplicationWindow: what is forgotten may be repeated',
    },
  );

/** Reads the policy (`REVOCATION_POLICY`): JSON text; absent: the defaults. Problems begin with the field's path. */
export function readPolicy(
  text: string | undefined,
):
  | { readonly kind: 'valid'; readonly limits: Limits }
  | { readonly kind: 'invalid'; readonly problems: string[] } {
  const json = parseJson(text ?? '{}');
  if (json === undefined) return { kind: 'invalid', problems: ['REVOCATION_POLICY: is not JSON'] };
  const parsed = policyFields.safeParse(json);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path, message }) => `${['REVOCATION_POLICY', ...path].join('.')}: ${message}`,
    );
    return { kind: 'invalid', problems };
  }
  const { maxRequestAge, deduplicationWindow, recordRetention } = parsed.data;
  return {
    kind: 'valid',
    limits: {
      maxRequestAgeMs: maxRequestAge,
      deduplicationWindowMs: deduplicationWindow,
      recordRetentionMs: recordRetention,
    },
  };
}

function unknownKeys(keys: readonly string[]): string {
  return `does not know ${keys.join(', ')}`;
}
