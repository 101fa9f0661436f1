import * as z from 'zod';
import { compact } from '../core/compact';
import type { ContainmentRule } from '../core/containment-rule';
import { containmentSteps } from '../core/containment-step';
import { severities } from '../core/severity';
import { duration, durationOrZero } from './duration';
import { role } from './policy-schema-fields';
import { MAX_IN_LIST, nameOfSender, text, unknownKeys } from './policy-schema-parts';

const MAX_RULES = 100;

const step = z.enum(containmentSteps, { error: `must be one of ${containmentSteps.join(', ')}` });
const steps = z
  .array(step, { error: 'must be a list of steps' })
  .refine((names) => new Set(names).size === names.length, { error: 'names a step twice' });

const someOf = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item, { error: 'must be a list' })
    .min(1, { error: 'must not be empty: leave it out where it does not matter' })
    .max(...MAX_IN_LIST)
    .optional();

const condition = z
  .strictObject(
    {
      severityAtLeast: z
        .enum(severities, { error: `must be one of ${severities.join(', ')}` })
        .optional()
        .describe('Alerts of unknown severity do not match'),
      receivedBy: someOf(nameOfSender).describe(
        'Senders, as outcomes name them: `queue`, `webhook:NAME`, `entra:APP_ID`, `issuer:ISS`; `webhook` names all of its kind',
      ),
      roles: someOf(role).describe('Directory roles of the user, by name or template id; one is enough'),
      formats: someOf(text.transform((written) => written.toLowerCase())).describe(
        'Formats, as `explain` prints them; `native` for requests',
      ),
    },
    unknownKeys,
  )
  .describe('All conditions must be met; one that is absent is met by every request');

const rule = z
  .strictObject(
    {
      steps: steps.default([]).describe('Steps of each lockout that the rule matches'),
      mayAsk: steps.default([]).describe('Steps that a request may ask for beside these, in `contain`'),
      when: condition.prefault({}),
      confirmation: z
        .boolean({ error: 'must be true or false' })
        .optional()
        .describe(
          'True: its steps wait for an approval of their own, and the revocation does not wait for it',
        ),
      lookBack: duration('P30D')
        .optional()
        .describe(
          'What was added so long before its activity was first seen is removed as well; at most P30D',
        ),
      firstSeenWithin: durationOrZero('P30D')
        .optional()
        .describe(
          'How long before the alert was raised its sender may say that the activity was first seen; PT0S: not at all',
        ),
    },
    unknownKeys,
  )
  .refine((written) => written.steps.length + written.mayAsk.length > 0, {
    error: 'must name at least one step',
  });

const rules = z
  .array(rule, { error: 'must be a list of rules' })
  .max(MAX_RULES, { error: `must not have more than ${String(MAX_RULES)} rules` });

/** The key `containment` of the policy: a rule, or a list of rules. */
export const containmentSchema = z
  .union([rules, rule])
  .describe('What is done beside revoking: the steps of all rules that match; absent: nothing');

export type WrittenContainment = z.output<typeof containmentSchema> | undefined;

/** The rules that `containment` is read as; undefined where there are none. */
export function containmentRules(written: WrittenContainment): readonly ContainmentRule[] | undefined {
  const all = listOf(written).map(
    ({ lookBack: lookBackMs = 0, firstSeenWithin: firstSeenWithinMs, when, confirmation, ...one }) => ({
      ...one,
      when: compact(when),
      ...(confirmation === true && { confirmation }),
      lookBackMs,
      ...(firstSeenWithinMs !== undefined && { firstSeenWithinMs }),
    }),
  );
  return all.length === 0 ? undefined : all;
}

/** The names of formats that there are not, with their paths in the policy: a misspelt name would match no message. */
export function unknownFormatsOfRules(
  written: WrittenContainment,
  formats: readonly string[],
): readonly { readonly path: readonly PropertyKey[]; readonly name: string }[] {
  const known = formats.map((name) => name.toLowerCase());
  return listOf(written).flatMap(({ when }, n) =>
    (when.formats ?? []).flatMap((name, at) => {
      const place = Array.isArray(written) ? ['containment', n] : ['containment'];
      return known.includes(name) ? [] : [{ path: [...place, 'when', 'formats', at], name }];
    }),
  );
}

/** Of the problems with each form, those with the form that was meant. */
export function problemsOfContainment<Problem>(
  written: unknown,
  [ofRules = [], ofRule = []]: readonly (readonly Problem[])[],
): readonly Problem[] {
  return Array.isArray(written) ? ofRules : ofRule;
}

function listOf(written: WrittenContainment = []) {
  return Array.isArray(written) ? written : [written];
}
