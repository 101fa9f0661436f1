import * as z from 'zod';
import { MAX_DECISIONS } from '../../api/schemas';
import type { WaitingRecord } from '../records';
import type { DecisionAnswer, NewDecision } from '../service';
import type { ApiClient } from './api-client';
import { ApiFailure, problemText } from './api-failure';

/** Codes of problems by which a decision of this person does not count; others concern every call. */
const REFUSED: readonly string[] = ['notFound', 'notAllowed', 'changed', 'decided'];

const decided = z.looseObject({
  decision: z.enum(['approve', 'decline', 'withdraw']),
  decidedAt: z.string().optional(),
  approvals: z.looseObject({ count: z.number(), quorum: z.number() }).optional(),
  problem: z.unknown().optional(),
});
const many = z.looseObject({ value: z.array(z.looseObject({ id: z.string() })) });

export interface ApiDecided {
  readonly answers: readonly DecisionAnswer[];
  /** When the first was recorded, by the clock of the app. RFC 3339 UTC. */
  readonly since?: string | undefined;
}

/**
 * Decides on requests as they were shown. The first is decided by itself: its answer alone has the challenge by which a person
 * signs in again, which then counts for the others.
 */
export async function apiDecide(
  client: ApiClient,
  { decision, approvals }: NewDecision,
): Promise<ApiDecided> {
  const [first, ...others] = approvals;
  if (!first) return { answers: [] };
  const answered: { readonly id: string; readonly body: unknown }[] = [await one(client, decision, first)];
  for (let at = 0; at < others.length; at += MAX_DECISIONS) {
    const part = others.slice(at, at + MAX_DECISIONS).map(({ id, digest }) => ({ id, digest }));
    const { body } = await client.call({
      method: 'POST',
      path: 'approvals',
      body: { decision, approvals: part },
    });
    answered.push(...many.parse(body).value.map((item) => ({ id: item.id, body: item })));
  }
  const times = answered.flatMap(({ body }) => decided.safeParse(body).data?.decidedAt ?? []);
  return { answers: answered.map(({ id, body }) => answerOf(id, body)), since: times.toSorted()[0] };
}

async function one(
  client: ApiClient,
  decision: NewDecision['decision'],
  { id, digest }: WaitingRecord,
): Promise<{ readonly id: string; readonly body: unknown }> {
  const path = `approvals/${encodeURIComponent(id)}`;
  try {
    return { id, body: (await client.call({ method: 'POST', path, body: { decision, digest } })).body };
  } catch (error) {
    if (!(error instanceof ApiFailure) || !REFUSED.includes(error.code)) throw error;
    return { id, body: { problem: { type: error.code, detail: error.detail } } };
  }
}

function answerOf(id: string, body: unknown): DecisionAnswer {
  const { data } = decided.safeParse(body);
  const ids = [id];
  if (!data) {
    const problem: unknown =
      typeof body === 'object' && body !== null && 'problem' in body ? body.problem : {};
    return { kind: 'refused', ids, text: `${id}: ${problemText(problem)}` };
  }
  const { decision, approvals } = data;
  if (decision === 'withdraw') return { kind: 'withdrawn', ids, text: `${id}: your approval is taken back.` };
  if (!approvals) return { kind: 'recorded', ids, text: `${id}: ${PAST[decision]}.` };
  const counts = `${String(approvals.count)} of ${String(approvals.quorum)} people have approved`;
  return { kind: 'voted', ids, text: `${id}: your approval counts; ${counts}.` };
}

const PAST = { approve: 'approved', decline: 'declined' } as const;
