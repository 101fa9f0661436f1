import * as z from 'zod';
import type { AccountSnapshot } from '../../core/account-snapshot';
import { compact } from '../../core/compact';
import type { ContainedItem, Containment, ContainmentChange, KeptItem } from '../../core/containment';
import { changeStates, containedItemKinds } from '../../core/contained-item';
import { containmentStates, hasEnded } from '../../core/containment';
import { containmentSteps } from '../../core/containment-step';
import type { OutcomeId } from '../../core/ids';
import { storedId } from '../../core/ids';
import type { OutcomeUser } from '../../core/outcome';
import { readReceivedBy } from '../../core/received-by';
import { userReferenceSchema } from '../../messages/user-reference-schema';
import { storedAlert } from './alert-columns';
import type { Columns } from './entry-columns';
import { binaryColumns, bytesOf } from './entry-columns';
import { storedDetail } from './stored-detail';

// The names of stored fields do not change. Fields that a later version adds are not read.

const optionalText = z.string().exactOptional();

// `satisfies` fails to compile when a field is added to the type and not to what is read back.
const item = z.object({
  kind: z.enum(containedItemKinds),
  id: z.string(),
  name: optionalText,
  addedAt: optionalText,
} satisfies Record<keyof ContainedItem, z.ZodType>);

const change = z.object({
  step: z.enum(containmentSteps),
  item,
  before: z.record(z.string(), z.union([z.string(), z.boolean(), z.number(), z.null()])).exactOptional(),
  isFinal: z.literal(true).exactOptional(),
  state: z.enum(changeStates),
} satisfies Record<keyof ContainmentChange, z.ZodType>);

const kept = z.object({ item, reason: storedDetail } satisfies Record<keyof KeptItem, z.ZodType>);

const user = z.object({
  reference: userReferenceSchema,
  id: z.string(),
  userPrincipalName: optionalText,
  userType: optionalText,
} satisfies Record<keyof OutcomeUser, z.ZodType>);

const containment = z.object({
  outcomeId: z.string().transform((id) => storedId<OutcomeId>(id)),
  requestId: z.string(),
  tenantId: z.string(),
  user,
  receivedBy: z.string().transform(readReceivedBy).optional(),
  alert: storedAlert.exactOptional(),
  startedAt: z.string(),
  firstSeenAt: optionalText,
  steps: z.array(z.enum(containmentSteps)),
  awaiting: z.array(z.enum(containmentSteps)).exactOptional(),
  changes: z.array(change),
  kept: z.array(kept),
  answered: z.array(z.enum(containmentSteps)).exactOptional(),
  notTaken: z.array(z.enum(containmentSteps)).exactOptional(),
  // It is only shown: whatever a version has read of an account.
  snapshot: z.custom<AccountSnapshot>((value) => typeof value === 'object' && value !== null).exactOptional(),
  state: z.enum(containmentStates),
  endedAt: optionalText,
  endedBy: optionalText,
  endedReason: optionalText,
  attempt: z.number().exactOptional(),
  revokedAt: optionalText,
} satisfies Record<keyof Containment, z.ZodType>);

/** The values of the column `state`, which is the filter of lists. */
export const states = { open: 'open', ended: 'ended' } as const;

/** The columns of a containment: what lists filter by, and the whole of it as JSON. */
export function containmentColumns(written: Containment): Columns {
  const { requestId } = written;
  const state = hasEnded(written) ? states.ended : states.open;
  return { requestId, state, ...binaryColumns('containment', Buffer.from(JSON.stringify(written))) };
}

/** @throws when the columns are not those of a containment */
export function readContainment(columns: Readonly<Record<string, unknown>>): Containment {
  const text = Buffer.from(bytesOf('containment', columns)).toString();
  return compact(containment.parse(JSON.parse(text)));
}
