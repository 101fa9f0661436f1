import * as z from 'zod';
import { compact } from '../core/compact';
import { MAX_REASON_LENGTH } from '../core/switch-change';
import { canonicalFields, fieldIssues, fieldNames } from '../messages/canonical-fields';
import { issuesOf } from '../messages/field-path';
import { identifier, text } from '../messages/text';
import type { Format } from './format';

/** The fields of a request to undo containments. */
export const restoreFields = z.strictObject({
  restore: identifier(512),
  user: identifier(256).optional(),
  by: identifier(320),
  reason: text(MAX_REASON_LENGTH).optional(),
});

const FIELDS = fieldNames(Object.keys(restoreFields.shape));

/**
 * A request to undo the containments of a request, by the id of that. It counts only where decisions count, and only opens a request
 * for approval: what is written in it proves nothing.
 */
export const restore: Format = {
  name: 'restore',
  matches: (message) => message.names.some((name) => name.toLowerCase() === 'restore'),
  read: (message, { fallbackId, repeatedKeys }) => {
    const named = canonicalFields(message.content, FIELDS);
    const issues = fieldIssues(named?.unknown ?? [], repeatedKeys());
    const parsed = restoreFields.safeParse(named?.fields);
    if (!parsed.success) issues.push(...issuesOf(parsed.error));
    if (!parsed.success || issues.length > 0) return { kind: 'rejected', format: 'restore', issues };
    return compact({ kind: 'restore' as const, requestId: fallbackId, ...parsed.data });
  },
};
