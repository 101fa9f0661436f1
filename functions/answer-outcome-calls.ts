import { problem } from '../shared/api/answer';
import { readHistoryQuery, readOutcomesQuery, readRequestQuery, readStep } from '../shared/api/read-call';
import type { Dependencies } from '../shared/app/dependencies';
import { listOutcomes } from '../shared/app/list-outcomes';
import type { WriteOutcome } from '../shared/app/list-page';
import { readHistory, readRequestOutcomes } from '../shared/app/read-outcomes';
import { compact } from '../shared/core/compact';
import { remediationOfOutcome } from '../shared/messages/ocsf/remediation-event';
import type { AnswerCall, CallsNamed } from './api';
import { asked } from './call-parts';

/** What reading outcomes needs. */
export interface OutcomeParts {
  readonly app: Dependencies;
  readonly version: string;
}

/** Answers the calls that read outcomes, each in the form that the caller asks for. */
export function outcomeCalls({
  app,
  version,
}: OutcomeParts): CallsNamed<'readRequest' | 'readHistory' | 'listOutcomes'> {
  const as = (format: 'ocsf' | undefined): WriteOutcome | undefined =>
    format && ((outcome) => remediationOfOutcome(outcome, version));
  return {
    readRequest: async ({ request }) => {
      const query = readRequestQuery(request.query);
      if (query.kind === 'problem') return query;
      const id = readStep(request.params['id']);
      if (id === undefined) return notFound();
      const { format, ...page } = query.value;
      const part = asked(`requests/${encodeURIComponent(id)}`, page, compact({ format }));
      return readRequestOutcomes(app, id, { ...part, write: as(format) });
    },
    readHistory: async ({ request }) => {
      const query = readHistoryQuery(request.query);
      if (query.kind === 'problem') return query;
      const name = readStep(request.params['user']);
      if (name === undefined) return notFound();
      const { tenant: tenantId, format, ...page } = query.value;
      const path = `users/${encodeURIComponent(name)}/history`;
      const part = asked(path, page, compact({ tenant: tenantId, format }));
      return readHistory(app, { name, tenantId }, { ...part, write: as(format) });
    },
    listOutcomes: (call) => answerList(app, call, as),
  };
}

async function answerList(
  app: Dependencies,
  { request }: Parameters<AnswerCall>[0],
  as: (format: 'ocsf' | undefined) => WriteOutcome | undefined,
): ReturnType<AnswerCall> {
  const query = readOutcomesQuery(request.query);
  if (query.kind === 'problem') return query;
  const { status, user, tenant, requestId, since, format, ...page } = query.value;
  const filters = compact({
    user,
    tenant,
    requestId,
    format,
    status: status?.join(','),
    since: since?.toISOString(),
  });
  const wanted = { statuses: status, user, tenantId: tenant, requestId, since };
  return listOutcomes(app, wanted, { ...asked('outcomes', page, filters), write: as(format) });
}

function notFound() {
  return problem('notFound', 'Nothing has such a name.');
}
