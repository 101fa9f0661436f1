import * as z from 'zod';
import type { AccountSnapshot, SnapshotItem, SnapshotPart } from '../../core/account-snapshot';
import { MAX_SNAPSHOT_ITEMS, snapshotParts } from '../../core/account-snapshot';
import { compact } from '../../core/compact';
import type { Detail } from '../../core/detail';
import { detail } from '../../core/detail';
import type { AccountSnapshots } from '../../ports/account-snapshots';
import type { GraphAnswer } from '../graph/graph-answer';
import type { GraphClient, GraphClientOptions } from '../graph/graph-client';
import { graphClient } from '../graph/graph-client';
import { documentedPaces } from '../graph/pace';
import type { RetryBudget } from '../graph/retry-delay';
import { encodeSegment, userPath } from '../graph/user-path';
import { presentTime } from './added-since';
import { AUDIT_PERMISSION } from './audit-events';
import { authenticationMethods } from './authentication-methods';
import { appRoles, consents } from './consents';
import { devices } from './devices';
import type { List } from './graph-lists';
import { shortText } from './masked';

export const RISK_PERMISSION = 'IdentityRiskyUser.Read.All';

const WITHIN_MS = 1000;
/** No part is worth a second attempt within a second. */
const ONE_ATTEMPT: RetryBudget = {
  totalMs: 0,
  attempts: 1,
  attemptMs: WITHIN_MS,
  firstDelayMs: 0,
  maxDelayMs: 0,
  maxTurnMs: WITHIN_MS,
};

const text = z.string().nullish();
const riskyUser = z.object({
  riskLevel: text,
  riskState: text,
  riskDetail: text,
  riskLastUpdatedDateTime: text,
});
const activity = z.object({
  signInActivity: z
    .object({
      lastSignInDateTime: text,
      lastNonInteractiveSignInDateTime: text,
      lastSuccessfulSignInDateTime: text,
      lastSuccessfulSignInRequestId: text,
    })
    .nullish(),
});

/** What was read of one part, or why it was not. */
type Part =
  | { readonly kind: 'read'; readonly fields: Partial<AccountSnapshot>; readonly isCut?: boolean }
  | { readonly kind: 'missing'; readonly reason: Detail };

interface Reading {
  readonly graph: GraphClient;
  readonly userId: string;
  readonly how: { readonly priority: 'low'; readonly mayCall: () => boolean };
}

/**
 * Reads snapshots from Microsoft Graph, with a client and a pace of their own: as evidence they give way to every other call.
 */
export function graphSnapshots(options: Omit<GraphClientOptions, 'pace' | 'budget'>): AccountSnapshots {
  const { clock, random } = options;
  const graph = graphClient({ ...options, pace: documentedPaces(clock, random), budget: ONE_ATTEMPT });
  return {
    async take({ id }) {
      const takenAt = clock.now().toISOString();
      const endsAtMs = clock.monotonicMs() + WITHIN_MS;
      const mayCall = (): boolean => clock.monotonicMs() < endsAtMs;
      const reading: Reading = { graph, userId: id, how: { priority: 'low', mayCall } };
      const late = clock.sleep(WITHIN_MS).then((): Part => missing(detail('notReadInTime')));
      const parts = await Promise.all(
        snapshotParts.map(async (part) => ({
          part,
          ...(await Promise.race([readers[part](reading), late])),
        })),
      );
      const read = parts.flatMap((found) => (found.kind === 'read' ? [found] : []));
      const unread = parts.flatMap((found) => (found.kind === 'missing' ? [found] : []));
      return {
        takenAt,
        ...read.reduce<Partial<AccountSnapshot>>((fields, part) => Object.assign(fields, part.fields), {}),
        missing: unread.map(({ part, reason }) => ({ part, reason })),
        cut: read.filter(({ isCut }) => isCut).map(({ part }) => part),
      };
    },
  };
}

const readers: Readonly<Record<SnapshotPart, (reading: Reading) => Promise<Part>>> = {
  authenticationMethods: async ({ graph, userId, how }) =>
    items('authenticationMethods', await authenticationMethods(graph, userId, how), ({ item, typeName }) => ({
      ...named(item),
      type: shortText(typeName),
    })),
  consents: async ({ graph, userId, how }) =>
    items('consents', await consents(graph, userId, how), ({ item, before }) => ({
      ...named(item),
      type: shortText(before.consentType),
      applicationId: shortText(before.clientId),
      scope: shortText(before.scope),
    })),
  appRoles: async ({ graph, userId, how }) =>
    items('appRoles', await appRoles(graph, userId, how), ({ item }) => named(item)),
  devices: async ({ graph, userId, how }) =>
    items('devices', await devices(graph, userId, how), ({ item, isEnabled }) => ({
      ...named(item),
      isEnabled,
    })),
  risk: async ({ graph, userId, how }) => {
    const path = `/identityProtection/riskyUsers/${encodeSegment(userId)}`;
    const answer = await graph({ method: 'GET', path, permission: RISK_PERMISSION, ...how });
    // "riskyUser resource type": Graph lists only users who are or were at risk.
    if (answer.kind === 'notFound') return { kind: 'read', fields: { risk: { state: 'none' } } };
    return single(answer, riskyUser, (risk) => ({
      risk: compact({
        level: shortText(risk.riskLevel),
        state: shortText(risk.riskState),
        detail: shortText(risk.riskDetail),
        updatedAt: presentTime(risk.riskLastUpdatedDateTime),
      }),
    }));
  },
  signIns: async ({ graph, userId, how }) => {
    const path = `${userPath(userId)}?$select=id,signInActivity`;
    const answer = await graph({ method: 'GET', path, permission: AUDIT_PERMISSION, ...how });
    return single(answer, activity, ({ signInActivity }) => ({
      signIns: compact({
        lastInteractiveAt: presentTime(signInActivity?.lastSignInDateTime),
        lastNonInteractiveAt: presentTime(signInActivity?.lastNonInteractiveSignInDateTime),
        lastSuccessfulAt: presentTime(signInActivity?.lastSuccessfulSignInDateTime),
        lastSuccessfulRequestId: shortText(signInActivity?.lastSuccessfulSignInRequestId),
      }),
    }));
  },
};

type ListPart = 'authenticationMethods' | 'consents' | 'appRoles' | 'devices';
type Fields = { readonly [Name in keyof SnapshotItem]: SnapshotItem[Name] | undefined } & {
  readonly id: string;
};

function items<Item>(part: ListPart, list: List<Item>, fieldsOf: (item: Item) => Fields): Part {
  if (list.kind === 'failed') return missing(list.failure.detail);
  const shown = list.items.slice(0, MAX_SNAPSHOT_ITEMS).map((item): SnapshotItem => compact(fieldsOf(item)));
  return { kind: 'read', fields: { [part]: shown }, isCut: shown.length < list.items.length };
}

function named({ id, name, addedAt }: SnapshotItem): Fields {
  return { id: shortText(id) ?? '', name, addedAt: shortText(addedAt) };
}

function single<Body>(
  answer: GraphAnswer,
  schema: z.ZodType<Body>,
  fieldsOf: (body: Body) => Partial<AccountSnapshot>,
): Part {
  if (answer.kind === 'failed') return missing(answer.failure.detail);
  const parsed = schema.safeParse(answer.kind === 'ok' ? answer.body : undefined);
  return parsed.success
    ? { kind: 'read', fields: fieldsOf(parsed.data) }
    : missing(detail(answer.kind === 'notFound' ? 'graphLostUser' : 'graphNotAUser'));
}

function missing(reason: Detail): Part {
  return { kind: 'missing', reason };
}
