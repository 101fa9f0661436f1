import * as z from 'zod';

/** All control characters but tab and line breaks. */
const CONTROL = /[^\P{Cc}\t\n\r]/u;

/** Text from a sender that can be stored and shown. */
export function text(maxLength: number) {
  return z
    .string({ error: 'must be text' })
    .min(1, { error: 'must not be empty' })
    .max(maxLength, { error: `must not be longer than ${String(maxLength)} characters` })
    .refine((value) => value.isWellFormed(), { error: 'holds half of a surrogate pair' })
    .refine((value) => !CONTROL.test(value), { error: 'holds control characters' });
}

/** A name that is matched or looked up: one line, without spaces around it. */
export function identifier(maxLength: number) {
  return text(maxLength)
    .refine((value) => !/[\r\n\t]/.test(value), { error: 'must be a single line' })
    .refine((value) => value.trim() === value, { error: 'must not begin or end with a space' });
}
