import * as z from 'zod';
import type { DecisionTarget } from '../core/approval';
import { canonicalFields, fieldIssues } from '../messages/canonical-fields';
import { issuesOf } from '../messages/field-path';
import type { Format } from './format';
import { identifier } from '../messages/text';

const fields = z
  .object({
    confirmation: identifier(128).optional(),
    request: identifier(512).optional(),
    brake: z.literal('all', { error: 'must be all' }).optional(),
    decision: z.enum(['approve', 'decline', 'expire'], { error: 'must be approve or decline' }),
    by: identifier(320).optional(),
  })
  .refine((given) => [given.confirmation, given.request, given.brake].filter(Boolean).length === 1, {
    path: ['confirmation'],
    error: 'give one of confirmation, request and brake',
  })
  .refine(({ decision: verb, confirmation }) => verb !== 'expire' || confirmation !== undefined, {
    path: ['decision'],
    error: 'must be approve or decline',
  })
  .refine(({ decision: verb, by }) => verb === 'expire' || by !== undefined, {
    path: ['by'],
    error: 'is required: who decided',
  });

/**
 * A decision of a person on requests that wait for approval, or of the app itself that the time of one is over. It counts
 * only where requests count, and not in a list: what an alert or a log contains is not a decision of a person.
 */
export const decision: Format = {
  name: 'decision',
  matches: (message) => message.names.some((name) => name.toLowerCase() === 'decision'),
  read: (message, { fallbackId, repeatedKeys }) => {
    const named = canonicalFields(message.content, Object.keys(fields.shape));
    const issues = fieldIssues(named?.unknown ?? [], repeatedKeys());
    const parsed = fields.safeParse(named?.fields);
    if (!parsed.success) issues.push(...issuesOf(parsed.error));
    if (!parsed.success || issues.length > 0) return { kind: 'rejected', format: 'decision', issues };
    const { decision: verb, by = '' } = parsed.data;
    return { kind: 'decision', requestId: fallbackId, target: targetOf(parsed.data), decision: verb, by };
  },
};

function targetOf({ confirmation, request }: z.infer<typeof fields>): DecisionTarget {
  if (confirmation !== undefined) return { kind: 'one', approval: confirmation };
  return request === undefined ? { kind: 'brake' } : { kind: 'request', requestId: request };
}
