import * as z from 'zod';
import { compact } from '../core/compact';
import type { ApprovalPolicy, Brake, Policy, UrgentPolicy } from '../core/policy';
import type { RevocationMethods } from '../core/revocation-method';
import { fieldPath } from '../messages/field-path';
import { readJson } from './read-json';
import { containmentRules, problemsOfContainment, unknownFormatsOfRules } from './containment-schema';
import { policySchema } from './policy-schema';
import type { Read } from './read';
import { ONCE, valid } from './read';
import { sourceRules, unknownFormats } from './read-sources';
import { problemsOfForm } from './sources-schema';
import { stepsThatNoRuleHas } from './watch-schema';

/** The part of the policy that its text sets; settings of the app set the rest. */
export type PolicyText = Omit<Policy, 'tenantId' | 'revocationEnabled' | 'methods' | 'approvals'> & {
  /** `proof` absent: it follows from whether the API is on. */
  readonly approvals: Omit<ApprovalPolicy, 'proof'> & Partial<Pick<ApprovalPolicy, 'proof'>>;
  /** Absent: all that are configured. */
  readonly methods?: RevocationMethods;
};

/**
 * Reads the policy (`REVOCATION_POLICY`): JSON text; absent: the defaults. Problems begin with the field's path.
 *
 * @param formats the names of all formats: a misspelt name would match no message
 */
export function readPolicy(text: string | undefined, formats: readonly string[]): Read<PolicyText> {
  const json = readJson(text ?? '{}');
  if (json.kind === 'invalid')
    return { kind: 'invalid', problems: json.problems.map((one) => problem([], one)) };
  const parsed = policySchema.safeParse(json.value, ONCE);
  if (!parsed.success) {
    return {
      kind: 'invalid',
      problems: parsed.error.issues.flatMap((issue) => problemsOfIssue(issue, json.value)),
    };
  }
  const written = parsed.data;
  const containment = containmentRules(written.containment);
  const problems = [...formatProblems(written, formats), ...watchProblems(written.watch, containment)];
  if (problems.length > 0) return { kind: 'invalid', problems };
  const { severityBelow, approvers, expiresAfter, ...confirmation } = written.confirmation;
  return valid(
    compact({
      mode: written.mode,
      methods: written.methods,
      sources: sourceRules(written.sources, formats),
      protected: written.protected,
      restoreFalsePositives: written.restoreFalsePositives,
      writeBack: written.writeBack,
      netbiosDomains: written.netbiosDomains,
      brake: brakeOf(written.brake),
      urgent: urgentOf(written.urgent),
      watch: written.watch,
      confirmation: compact({ ...confirmation, expiresAfterMs: expiresAfter, severityBelow, approvers }),
      approvals: approvalsOf(written.approvals),
      containment,
      maxRequestAgeMs: written.maxRequestAge,
      unknownAge: written.unknownAge,
      deduplicationWindowMs: written.deduplicationWindow,
      recordRetentionMs: written.recordRetention,
    }),
  );
}

function formatProblems(
  { sources, containment }: z.output<typeof policySchema>,
  formats: readonly string[],
): readonly string[] {
  const ofSources = unknownFormats(sources, formats).map(({ path, name }) => ({
    path: ['sources', ...path],
    name,
  }));
  return [...ofSources, ...unknownFormatsOfRules(containment, formats)].map(({ path, name }) =>
    problem(path, `${name} is not the name of a format`),
  );
}

function watchProblems(
  watch: PolicyText['watch'],
  containment: PolicyText['containment'],
): readonly string[] {
  return stepsThatNoRuleHas(watch, containment).map(({ path, step }) =>
    problem(
      path,
      `no rule of containment gives ${step} to native requests or lets them ask for it: name it in steps or mayAsk of one`,
    ),
  );
}

function approvalsOf({
  maxAuthAge: maxAuthAgeMs,
  authenticationContext: context,
  ...written
}: z.output<typeof policySchema>['approvals']): PolicyText['approvals'] {
  return compact({
    ...written,
    maxAuthAgeMs,
    authenticationContexts: context === undefined ? [] : [context],
  });
}

function brakeOf(written: z.output<typeof policySchema>['brake']): Brake | undefined {
  if (written === 'none') return undefined;
  const { users, window: windowMs, repeats } = written;
  return { users, windowMs, repeats };
}

function urgentOf({
  sources,
  users,
  window: windowMs,
}: z.output<typeof policySchema>['urgent']): UrgentPolicy {
  return { sources, users, windowMs };
}

/** The forms of `sources`, of `containment` and of `brake` have problems of their own; those of the form that is meant count. */
function problemsOfIssue(issue: z.core.$ZodIssue, json: unknown): readonly string[] {
  if (issue.code !== 'invalid_union') return [problem(issue.path, issue.message)];
  const { sources, brake, containment } = z
    .object({ sources: z.unknown(), brake: z.unknown(), containment: z.unknown() })
    .partial()
    .parse(json, ONCE);
  const [isNone = [], isLimits = []] = issue.errors;
  const meant =
    issue.path[0] === 'sources'
      ? problemsOfForm(sources, issue.errors)
      : issue.path[0] === 'containment'
        ? problemsOfContainment(containment, issue.errors)
        : typeof brake === 'string'
          ? isNone
          : isLimits;
  return meant.map(({ path, message }) => problem([...issue.path, ...path], message));
}

function problem(path: readonly PropertyKey[], message: string): string {
  return `${path.length === 0 ? 'REVOCATION_POLICY' : fieldPath(['REVOCATION_POLICY', ...path])}: ${message}`;
}
