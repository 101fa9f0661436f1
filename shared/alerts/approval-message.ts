import * as z from 'zod';
import type { DecisionTarget } from '../core/approval';
import { compact } from '../core/compact';
import { requestTime } from '../messages/alert-schema';
import { canonicalFields, fieldIssues, fieldNames } from '../messages/canonical-fields';
import { issuesOf } from '../messages/field-path';
import type { Format } from './format';
import { identifier } from '../messages/text';

/** As many as one message may decide on. */
export const MAX_CONFIRMATIONS = 1000;

/** What a decision may be about. */
export const TARGETS = ['confirmation', 'confirmations', 'request', 'brake'] as const;

/** The fields of a decision, one by one. */
export const decisionFields = z.strictObject({
  confirmation: identifier(128).optional(),
  confirmations: z
    .array(identifier(128), { error: 'must be a list of confirmations' })
    .min(1, { error: 'must name at least one confirmation' })
    .max(MAX_CONFIRMATIONS, { error: `must not name more than ${String(MAX_CONFIRMATIONS)} confirmations` })
    .optional(),
  request: identifier(512).optional(),
  brake: z.literal('all', { error: 'must be all' }).optional(),
  asOf: requestTime.optional(),
  decision: z.enum(['approve', 'decline', 'expire'], { error: 'must be approve or decline' }),
  by: identifier(320).optional(),
});

const fields = decisionFields
  .refine((given) => TARGETS.filter((name) => given[name] !== undefined).length === 1, {
    path: ['confirmation'],
    error: 'give one of confirmation, confirmations, request and brake',
  })
  .refine(({ asOf, request, brake }) => asOf === undefined || (request ?? brake) !== undefined, {
    path: ['asOf'],
    error: 'can only be combined with request or brake',
  })
  .refine(({ decision: verb, confirmation }) => verb !== 'expire' || confirmation !== undefined, {
    path: ['decision'],
    error: 'must be approve or decline',
  })
  .refine(({ decision: verb, by }) => verb === 'expire' || by !== undefined, {
    path: ['by'],
    error: 'is required: who decided',
  });

const FIELDS = fieldNames(Object.keys(fields.shape));

/**
 * A decision of a person on requests that wait for approval, or of the app itself that the time of one is over. It counts
 * only where requests count, and not in a list: what an alert or a log contains is not a decision of a person.
 */
export const decision: Format = {
  name: 'decision',
  matches: (message) => message.names.some((name) => name.toLowerCase() === 'decision'),
  read: (message, { fallbackId, repeatedKeys }) => {
    const named = canonicalFields(message.content, FIELDS);
    const issues = fieldIssues(named?.unknown ?? [], repeatedKeys());
    const parsed = fields.safeParse(named?.fields);
    if (!parsed.success) issues.push(...issuesOf(parsed.error));
    if (!parsed.success || issues.length > 0) return { kind: 'rejected', format: 'decision', issues };
    const { decision: verb, by = '' } = parsed.data;
    return { kind: 'decision', requestId: fallbackId, target: targetOf(parsed.data), decision: verb, by };
  },
};

function targetOf({ confirmation, confirmations, request, asOf }: z.infer<typeof fields>): DecisionTarget {
  if (confirmation !== undefined) return { kind: 'one', approval: confirmation };
  if (confirmations !== undefined) return { kind: 'several', approvals: [...new Set(confirmations)] };
  return compact(
    request === undefined
      ? { kind: 'brake' as const, asOf }
      : { kind: 'request' as const, requestId: request, asOf },
  );
}
