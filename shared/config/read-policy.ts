import type { Policy } from '../core/policy';
import { fieldPath } from '../messages/field-path';
import { parseJson } from './parse-json';
import { policySchema } from './policy-schema';

/** What the policy's text says; the rest of the policy are settings of the app. */
export type PolicyText = Omit<Policy, 'tenantId' | 'revocationEnabled'>;

/**
 * Reads the policy (`REVOCATION_POLICY`): JSON text; absent: the defaults. Problems begin with the field's path.
 *
 * @param formats names of all formats of messages that there are: a misspelt source would be no source at all
 */
export function readPolicy(
  text: string | undefined,
  formats: readonly string[],
):
  | { readonly kind: 'valid'; readonly policy: PolicyText }
  | { readonly kind: 'invalid'; readonly problems: string[] } {
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
  return {
    kind: 'valid',
    policy: {
      mode: written.mode,
      sources: { whatIf, ...(revoke && { revoke }) },
      protected: written.protected,
      ...(written.brake && { brake: { users: written.brake.users, windowMs: written.brake.window } }),
      confirmation: {
        ...confirmation,
        expiresAfterMs: expiresAfter,
        ...(severityBelow && { severityBelow }),
        ...(approvers && { approvers }),
      },
      maxRequestAgeMs: written.maxRequestAge,
      deduplicationWindowMs: written.deduplicationWindow,
      recordRetentionMs: written.recordRetention,
    },
  };
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
