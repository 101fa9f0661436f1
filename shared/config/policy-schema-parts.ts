import * as z from 'zod';

export const MAX_ENTRIES = 500;

/** The error of an object of the policy that is something else, or that has fields which there are not. */
export const unknownKeys = {
  error: (issue: { readonly code?: string; readonly keys?: readonly string[] }) =>
    issue.code === 'unrecognized_keys'
      ? `unknown field: ${issue.keys?.join(', ') ?? ''}`
      : 'must be an object',
};

/** Text of the policy. */
export const text = z
  .string({ error: 'must be text' })
  .trim()
  .min(1, { error: 'must not be empty' })
  .max(320);

/** A list of the policy; absent: an empty one. */
export const list = <Item extends z.ZodType>(item: Item) =>
  z.array(item, { error: 'must be a list' }).max(MAX_ENTRIES).default([]);
