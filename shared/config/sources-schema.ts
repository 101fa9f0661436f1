import * as z from 'zod';
import { severities } from '../core/severity';
import { sourceEffects } from '../core/source-rule';
import { atMost, list, nameOfSender, text, unknownKeys } from './policy-schema-parts';

const MAX_RULES = 100;

const lowerCase = text.transform((written) => written.toLowerCase());
const severity = z.enum(severities, { error: `must be one of ${severities.join(', ')}` });

const rule = z
  .strictObject(
    {
      format: lowerCase
        .optional()
        .describe(
          'The name of a format, as `explain` prints it; `native` for requests. Absent: every format',
        ),
      events: z
        .array(lowerCase, { error: 'must be a list' })
        .min(1, { error: 'must name at least one event, or be absent' })
        .max(...atMost(MAX_RULES))
        .optional()
        .describe('Events, as `explain` prints them, without regard to case; `a` includes `a/b`'),
      severityAtLeast: severity.optional().describe('Alerts of unknown severity do not match'),
      severityAtMost: severity.optional().describe('Alerts of unknown severity do not match'),
      receivedBy: nameOfSender
        .optional()
        .describe(
          'The sender, as outcomes name it: `queue`, `webhook:NAME`, `entra:APP_ID`, `issuer:ISS`; `webhook` names all of its kind',
        ),
      // eslint-disable-next-line unicorn/no-thenable -- a schema is never awaited
      then: z.enum(sourceEffects, { error: `must be one of ${sourceEffects.join(', ')}` }),
    },
    unknownKeys,
  )
  .describe('A rule; conditions that are absent are met by every request');

const rules = z
  .array(rule, { error: 'must be a list of rules' })
  .max(MAX_RULES, { error: `must not have more than ${String(MAX_RULES)} rules` })
  .describe('Which events act: the first rule that matches counts, then the shipped rules');

/** The form of the first version. */
const lists = z
  .strictObject(
    { revoke: z.array(lowerCase, { error: 'must be a list' }).optional(), whatIf: list(lowerCase) },
    unknownKeys,
  )
  .describe('The older form: formats that may sign users out, and formats that only preview');

/** The key `sources` of the policy: a list of rules, or the two lists of the first version. */
export const sourcesSchema = z.union([rules, lists]);

export type WrittenSources = z.infer<typeof sourcesSchema>;

/** Of the problems with each form, those with the form that was meant. */
export function problemsOfForm<Problem>(
  written: unknown,
  [ofRules = [], ofLists = []]: readonly (readonly Problem[])[],
): readonly Problem[] {
  return typeof written === 'object' && written !== null && !Array.isArray(written) ? ofLists : ofRules;
}
