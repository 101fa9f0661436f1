import { compact } from '../core/compact';
import type { Policy } from '../core/policy';
import { fieldPath } from '../messages/field-path';
import { parseJson } from './parse-json';
import { policySchema } from './policy-schema';
import type { Read } from './read';
import { valid } from './read';

/** The part of the policy that its text sets; settings of the app set the rest. */
export type PolicyText = Omit<Policy, 'tenantId' | 'revocationEnabled'>;

/**
 * Reads the policy (`REVOCATION_POLICY`): JSON text; absent: the defaults. Problems begin with the field's path.
 *
 * @param formats the names of all formats: a misspelt name would match no message
 */
export function readPolicy(text: string | undefined, formats: readonly string[]): Read<PolicyText> {
  const json = parseJson(text ?? '{}');
  if (json === undefined) return { kind: 'invalid', problems: ['REVOCATION_POLICY: is not JSON'] };
  const parsed = policySchema.safeParse(json);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => problem(path, message));
    return { kind: 'invalid', problems };
  }
  const written = parsed.data;
  const problems = unknownSources(written.sources, formats);
  if (problems.length > 0) return { kind: 'invalid', problems };
  const { revoke, whatIf } = written.sources;
  const { severityBelow, approvers, expiresAfter, ...confirmation } = written.confirmation;
  return valid(
    compact({
      mode: written.mode,
      sources: compact({ whatIf, revoke }),
      protected: written.protected,
      brake: written.brake && { users: written.brake.users, windowMs: written.brake.window },
      confirmation: compact({ ...confirmation, expiresAfterMs: expiresAfter, severityBelow, approvers }),
      maxRequestAgeMs: written.maxRequestAge,
      unknownAge: written.unknownAge,
      deduplicationWindowMs: written.deduplicationWindow,
      recordRetentionMs: written.recordRetention,
    }),
  );
}

function problem(path: readonly PropertyKey[], message: string): string {
  return `${path.length === 0 ? 'REVOCATION_POLICY' : fieldPath(['REVOCATION_POLICY', ...path])}: ${message}`;
}

function unknownSources(
  {
    revoke = [],
    whatIf,
  }: { readonly revoke?: readonly string[] | undefined; readonly whatIf: readonly string[] },
  formats: readonly string[],
): string[] {
  return Object.entries({ revoke, whatIf }).flatMap(([list, names]) =>
    names.flatMap((name, n) =>
      formats.includes(name) ? [] : [problem(['sources', list, n], `${name} is not the name of a format`)],
    ),
  );
}
