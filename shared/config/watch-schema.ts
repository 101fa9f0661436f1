import * as z from 'zod';
import type { ContainmentRule } from '../core/containment-rule';
import type { ContainmentStep } from '../core/containment-step';
import { containmentSteps } from '../core/containment-step';
import type { WatchPolicy } from '../core/watch';
import { onReturnActions } from '../core/watch';
import { duration } from './duration';
import { unknownKeys } from './policy-schema-parts';

const MINUTE_MS = 60_000;
/** Entries of sign-in logs have come up to three hours late; the rest is margin. */
const DEFAULT_LATENESS_MS = 195 * MINUTE_MS;
const MIN_LATENESS_MS = 30 * MINUTE_MS;

const step = z.enum(containmentSteps, { error: `must be one of ${containmentSteps.join(', ')}` });

/** How the policy says that revocations are watched. */
export const watchSchema = z
  .strictObject(
    {
      onReturn: z
        .enum(onReturnActions, { error: `must be one of ${onReturnActions.join(', ')}` })
        .default('report')
        .describe('What is done when a user has returned'),
      contain: z
        .array(step, { error: 'must be a list' })
        .refine((steps) => new Set(steps).size === steps.length, { error: 'names a step twice' })
        .default([])
        .describe('The steps that onReturn contain asks for'),
      lateness: duration('P1D')
        .refine((ms) => ms >= MIN_LATENESS_MS, { error: 'must not be shorter than PT30M' })
        .default(DEFAULT_LATENESS_MS)
        .describe('How late an entry of a sign-in log may be at least, PT30M to P1D'),
    },
    unknownKeys,
  )
  .refine(({ onReturn, contain }) => (onReturn === 'contain') === contain.length > 0, {
    path: ['contain'],
    error: 'must name the steps if onReturn is contain, and none otherwise',
  })
  .transform(({ onReturn, contain, lateness }): WatchPolicy => ({ onReturn, contain, latenessMs: lateness }))
  .describe('Whether the app looks, after each revocation, if it held; absent: it does not');

/**
 * The steps that `contain` asks for and that the rules neither give to any request nor let one ask for, with their paths in the policy:
 * they would be denied only when a user has returned. The request has the format `native`; its sender and severity are those of the alert.
 */
export function stepsThatNoRuleHas(
  watch: WatchPolicy | undefined,
  rules: readonly ContainmentRule[] = [],
): readonly { readonly path: readonly PropertyKey[]; readonly step: ContainmentStep }[] {
  const reached = rules.filter(({ when: { formats } }) => formats?.includes('native') ?? true);
  const had = new Set(reached.flatMap(({ steps, mayAsk }) => [...steps, ...mayAsk]));
  return (watch?.contain ?? []).flatMap((asked, n) =>
    had.has(asked) ? [] : [{ path: ['watch', 'contain', n], step: asked }],
  );
}
