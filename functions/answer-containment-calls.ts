import { readContainmentsQuery, readJsonBody } from '../shared/api/read-call';
import { givingUp, restoring } from '../shared/api/containment-schemas';
import type { Deciding } from '../shared/app/decide-for-caller';
import { giveUpForCaller } from '../shared/app/give-up';
import { listContainments } from '../shared/app/list-containments';
import { restoreForCaller } from '../shared/app/restore-for-caller';
import { compact } from '../shared/core/compact';
import type { CallsNamed } from './api';
import { asked, sentBody } from './call-parts';

/** Answers the calls about what was done to users beside revoking. */
export function containmentCalls(
  deciding: Deciding,
): CallsNamed<'listContainments' | 'restoreContained' | 'giveUpContained'> {
  return {
    listContainments: async ({ request }) => {
      const query = readContainmentsQuery(request.query);
      if (query.kind === 'problem') return query;
      const { user, tenant, requestId, state, ...page } = query.value;
      const filters = compact({ user, tenant, requestId, state });
      const wanted = { user, tenantId: tenant, requestId, state };
      return listContainments(deciding.app, wanted, asked('containments', page, filters));
    },
    restoreContained: async (call) => {
      const read = readJsonBody(await sentBody(call), restoring);
      if (read.kind === 'problem') return read;
      return restoreForCaller(deciding, { caller: call.caller, ...read.value });
    },
    giveUpContained: async (call) => {
      const read = readJsonBody(await sentBody(call), givingUp);
      if (read.kind === 'problem') return read;
      return giveUpForCaller(deciding, { caller: call.caller, ...read.value });
    },
  };
}
