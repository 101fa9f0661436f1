import * as z from 'zod';
import type { ContainmentService, RestoreAnswer } from '../containment-service';
import { containedRecord, foreseenRecord, nameOfUser, userRecord } from '../records';
import type { ApiClient } from './api-client';
import type { Answer } from './api-failure';
import { ApiFailure, problemText } from './api-failure';

/** Codes of problems by which nothing is undone; others concern every call. */
const REFUSED: readonly string[] = ['notFound', 'notAllowed', 'notPossible', 'changed', 'decided'];

const asked = z.looseObject({
  user: userRecord,
  approval: z.string().optional(),
  status: z.string().optional(),
  approvals: z.looseObject({ count: z.number(), quorum: z.number() }).optional(),
  problem: z.unknown().optional(),
});
const restores = z.looseObject({ value: z.array(asked) });
const foreseen = z.looseObject({ value: z.array(foreseenRecord) });
const givenUp = z.looseObject({ value: z.array(z.looseObject({ user: userRecord, state: z.string() })) });

/** What was done to users beside revoking, over the API. */
export function apiContainments(client: ApiClient): ContainmentService {
  const post = (path: string, body: object) => client.call({ method: 'POST', path, body });
  return {
    list: async ({ user, requestId, tenantId: tenant }) => {
      const found = [];
      for await (const item of client.items('containments', { user, requestId, tenant }))
        found.push(containedRecord.parse(item));
      return found;
    },
    foresee: async (named) => {
      const answer = await orRefused(() => post('restore', { ...named, reason: 'what-if', whatIf: true }));
      return 'kind' in answer ? answer : { kind: 'foreseen', value: foreseen.parse(answer.body).value };
    },
    restore: async ({ by: _unproven, ...wished }) => {
      const answer = await orRefused(() => post('restore', wished));
      return 'kind' in answer ? [answer] : restores.parse(answer.body).value.map(answerOf);
    },
    giveUp: async (named) => {
      const answer = await orRefused(() => post('give-up', named));
      if ('kind' in answer) return [answer];
      const { value } = givenUp.parse(answer.body);
      return value.map(({ user }) => ({
        kind: 'done',
        text: `${nameOfUser(user)}: given up. The app will not undo it, and has changed nothing now.`,
      }));
    },
  };
}

interface Refused {
  readonly kind: 'refused';
  readonly text: string;
}

async function orRefused(call: () => Promise<Answer>): Promise<Answer | Refused> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof ApiFailure) || !REFUSED.includes(error.code)) throw error;
    return { kind: 'refused', text: error.detail };
  }
}

function answerOf({ user, approval = '', approvals, problem }: z.infer<typeof asked>): RestoreAnswer {
  const name = nameOfUser(user);
  if (problem !== undefined) return { kind: 'refused', text: `${name}: ${problemText(problem)}` };
  if (!approvals) {
    const follows = 'is signed out once more, and then what was changed is brought back';
    return { kind: 'done', text: `${name}: ${follows}. The outcome: session-revoker history ${name}.` };
  }
  const counts = `${String(approvals.count)} of ${String(approvals.quorum)} people have approved`;
  return { kind: 'waits', text: `${name}: your approval counts; ${counts} (${approval}).` };
}
