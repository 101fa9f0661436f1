import * as z from 'zod';
import type { HeldRequest, Resolution } from '../../core/confirmation';
import type { Columns } from './entry-columns';

const optionalText = z.string().exactOptional();

const reference = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('id'), id: z.string() }),
  z.strictObject({ kind: z.literal('userPrincipalName'), userPrincipalName: z.string() }),
  z.strictObject({ kind: z.literal('sid'), sid: z.string() }),
  z.strictObject({ kind: z.literal('samAccountName'), samAccountName: z.string(), domain: z.string() }),
]);

const alert = z.strictObject({
  provider: optionalText,
  id: optionalText,
  title: optionalText,
  severity: optionalText,
  url: optionalText,
  createdAt: optionalText,
});

const heldRequest: z.ZodType<HeldRequest> = z.strictObject({
  confirmation: z.string(),
  outcomeId: z.string(),
  identity: z.strictObject({ tenantId: z.string(), requestId: z.string(), replay: optionalText }),
  request: z.strictObject({
    id: z.string(),
    format: z.string(),
    users: z.array(reference),
    mode: z.enum(['revoke', 'whatIf']),
    confirm: z.boolean(),
    tenantId: optionalText,
    reason: optionalText,
    alert: alert.exactOptional(),
    requestedBy: optionalText,
    requestedAt: optionalText,
  }),
  reference,
  user: z.strictObject({
    id: z.string(),
    userPrincipalName: optionalText,
    userType: optionalText,
    externalUserState: optionalText,
    signInTypes: z.array(z.string()),
    sessionsValidFrom: optionalText,
  }),
  hold: z.strictObject({
    rule: z.string(),
    status: z.enum(['awaitingConfirmation', 'held']),
    detail: z.string(),
  }),
  receivedAt: z.string(),
  heldAt: z.string(),
  expiresAt: z.string(),
});

const resolution: z.ZodType<Resolution> = z.strictObject({
  decision: z.enum(['approve', 'decline', 'expire']),
  by: optionalText,
  at: z.string(),
  key: z.string(),
});

const columnsOfHold = z.object({
  held: z.string(),
  resolution: z.string().optional(),
  expiresAt: z.date(),
});

/** A request at rest; `state` is what a list is filtered by. */
export function heldColumns(held: HeldRequest): Columns {
  return { held: JSON.stringify(held), state: 'waiting' };
}

/** What is written over that when the wait ends. */
export function resolutionColumns(ended: Resolution): Columns {
  return { resolution: JSON.stringify(ended), state: 'ended' };
}

/** @throws when the columns are none of ours */
export function readHeld(columns: Readonly<Record<string, unknown>>): {
  readonly held: HeldRequest;
  readonly resolution?: Resolution;
  readonly expiresAt: Date;
} {
  const written = columnsOfHold.parse(columns);
  return {
    held: heldRequest.parse(JSON.parse(written.held)),
    ...(written.resolution !== undefined && { resolution: resolution.parse(JSON.parse(written.resolution)) }),
    expiresAt: written.expiresAt,
  };
}
