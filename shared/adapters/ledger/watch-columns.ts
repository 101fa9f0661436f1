import * as z from 'zod';
import type { OutcomeId } from '../../core/ids';
import { storedId } from '../../core/ids';
import { signInFailures } from '../../core/sign-in';
import type { SignInKnowledge } from '../../core/sign-in-reading';
import type { Watch } from '../../core/watch';
import { alertSchema } from '../../messages/alert-schema';
import { parseJson } from './entry-columns';
import type { EntityColumns } from './table-entities';

const text = z.string().exactOptional();
const ms = z.number();

/** A watch as it is stored. Fields that a later version adds are let through unread. */
const storedWatch: z.ZodType<Watch> = z.object({
  outcomeId: z.string().transform((id) => storedId<OutcomeId>(id)),
  requestId: z.string(),
  tenantId: z.string(),
  user: z.object({ id: z.string(), reference: z.string(), userPrincipalName: text, userType: text }),
  receivedBy: text,
  alert: alertSchema.exactOptional(),
  revokedAt: z.iso.datetime(),
  effectiveNoLaterThan: z.iso.datetime(),
  isRestored: z.literal(true).exactOptional(),
});

const lateness = z.object({ ms, at: ms }).exactOptional();
const failure = z.object({ reason: z.enum(signInFailures), since: ms, at: ms }).exactOptional();
const pass = { beganAt: ms, since: ms, userIds: z.array(z.string()).exactOptional() };
const log = z.object({
  lateness,
  newest: z.object({ id: z.string(), at: ms, seenAt: ms }).exactOptional(),
  read: z.object(pass).exactOptional(),
  open: z.object({ ...pass, next: text }).exactOptional(),
  shown: z.array(z.string()).exactOptional(),
  failure,
});

const storedSignIns: z.ZodType<SignInKnowledge> = z.object({
  logs: z.object({ interactive: log, nonInteractive: log }),
  activity: z.object({ lateness, withoutReturn: z.array(z.string()).exactOptional(), failure }),
  lookedAt: ms.exactOptional(),
});

export function watchColumns(watch: Watch): EntityColumns {
  return { watch: JSON.stringify(watch) };
}

/** Undefined: the row cannot be read. */
export function watchOf(columns: Readonly<Record<string, unknown>>): Watch | undefined {
  return storedWatch.safeParse(jsonIn(columns['watch'])).data;
}

export function signInColumns(knowledge: SignInKnowledge): EntityColumns {
  return { signIns: JSON.stringify(knowledge) };
}

/** Undefined: the row cannot be read, and is replaced. */
export function signInsOf(columns: Readonly<Record<string, unknown>>): SignInKnowledge | undefined {
  return storedSignIns.safeParse(jsonIn(columns['signIns'])).data;
}

function jsonIn(column: unknown): unknown {
  try {
    return parseJson(column);
  } catch {
    return undefined;
  }
}
