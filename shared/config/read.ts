import type { ZodError } from 'zod';

/** The result of reading a part of the configuration: a value, or every problem, each with the name of its setting. */
export type Read<T> =
  | { readonly kind: 'valid'; readonly value: T }
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

/** How schemas of the configuration are used: what is read once at a start is not worth the function that zod would compile. */
export const ONCE = { jitless: true } as const;

export function valid<T>(value: T): Read<T> {
  return { kind: 'valid', value };
}

/** The problems of several parts. */
export function problemsOf(parts: readonly Read<unknown>[]): readonly string[] {
  return parts.flatMap((part) => (part.kind === 'invalid' ? part.problems : []));
}

/** The problems of settings, each of which begins with the name of its setting. */
export function problemsOfVariables(error: ZodError | undefined): readonly string[] {
  return error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
}
