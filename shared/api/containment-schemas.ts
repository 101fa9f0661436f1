import * as z from 'zod';
import { changeStates, containedItemKinds } from '../core/contained-item';
import { containmentStates } from '../core/containment';
import { containmentSteps } from '../core/containment-step';
import { MAX_REASON_LENGTH } from '../core/switch-change';
import { resultUser } from '../messages/result-schema';
import { identifier, text } from '../messages/text';
import { time } from './schema-parts';

const step = z.enum(containmentSteps);
const item = z.strictObject({
  kind: z.enum(containedItemKinds),
  id: z.string(),
  name: z.string().optional(),
  addedAt: z.string().optional(),
});
const shownChange = z.strictObject({
  step,
  id: z.string().describe('The id of the item in its backend'),
  name: z
    .string()
    .describe('What a person calls the item, with its id where others have the same name; or its id'),
});
const reason = text(MAX_REASON_LENGTH).describe('Why; it is stored and published');
const user = identifier(256)
  .optional()
  .describe('One user of the request, by the object id or a name; absent: all of them');

/** What is brought back, and what cannot be. */
export const restoreAsked = z.strictObject({
  containment: z.string().describe('The id of the outcome that reports the containment'),
  changes: z.array(shownChange).describe('Brought back, unless somebody else has changed it since'),
  final: z.array(shownChange).describe('Cannot be brought back'),
});

/** The steps that wait for an approval of their own. */
export const askedSteps = z.strictObject({
  containment: restoreAsked.shape.containment,
  steps: z.array(step).describe('Exactly these are taken'),
});

/** What was done to one user beside revoking. */
export const contained = z.strictObject({
  containment: restoreAsked.shape.containment,
  requestId: z.string(),
  tenantId: z.string(),
  user: resultUser,
  state: z.enum(containmentStates),
  startedAt: time,
  steps: z.array(step),
  changes: z.array(
    z.strictObject({
      step,
      item,
      isFinal: z.literal(true).optional().describe('It cannot be brought back'),
      state: z.enum(changeStates),
    }),
  ),
  kept: z.array(z.strictObject({ item, reason: z.string() })).describe('What was left, and why'),
  endedAt: time.optional(),
  endedBy: z.string().optional(),
  endedReason: z.string().optional(),
});

/** Asks for what a containment has changed to be brought back. */
export const restoring = z.strictObject({
  requestId: identifier(512).describe('The id of the request whose containments are undone'),
  user,
  reason,
  whatIf: z.boolean().optional().describe('Only says what would be brought back, and what is final'),
});

/** Declares that nothing of a containment will be undone by the app. */
export const givingUp = z.strictObject({ requestId: restoring.shape.requestId, user, reason });

const ofUser = { containment: restoreAsked.shape.containment, tenantId: z.string(), user: resultUser };
const problem = z
  .looseObject({ type: z.string(), title: z.string(), status: z.int(), detail: z.string() })
  .describe('As in an answer with a problem');

/** What becomes of each containment. */
export const restores = z.strictObject({
  value: z.array(
    z.union([
      z.strictObject({
        ...ofUser,
        approval: z.string().describe('The id of the request for approval'),
        status: z.enum(['approved', 'voted']).describe('voted: more people must approve'),
        approvals: z.strictObject({ count: z.int(), quorum: z.int() }).optional(),
      }),
      z.strictObject({
        ...ofUser,
        status: z.literal('whatIf'),
        changes: restoreAsked.shape.changes,
        final: restoreAsked.shape.final,
        refusal: z.string().optional().describe('Why it would be refused now'),
      }),
      z.strictObject({ ...ofUser, problem }),
    ]),
  ),
});

export const givenUp = z.strictObject({
  value: z.array(z.strictObject({ ...ofUser, state: z.enum(containmentStates) })),
});

export type ContainedEntry = z.input<typeof contained>;
export type RestoreItem = z.input<typeof restores>['value'][number];
