import * as z from 'zod';
import { isNameOfSender } from '../core/received-by';

const MAX_ENTRIES = 500;
const MAX_TEXT = 320;

/** The most that a list may have, and the error of a longer one. */
export function atMost(entries: number): readonly [number, { readonly error: string }] {
  return [entries, { error: `must not have more than ${String(entries)} entries` }];
}

export const MAX_IN_LIST = atMost(MAX_ENTRIES);

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
  .max(MAX_TEXT, { error: `must not be longer than ${String(MAX_TEXT)} characters` });

/** The name of a sender, as outcomes name it, or of a kind of senders. */
export const nameOfSender = text.refine(isNameOfSender, {
  error:
    'is not the name of a sender: queue, webhook:NAME, entra:APP_ID, issuer:ISS or unproven; webhook, entra and issuer name all of a kind',
});

/** A list of the policy; absent: an empty one. */
export const list = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item, { error: 'must be a list' })
    .max(...MAX_IN_LIST)
    .default([]);
