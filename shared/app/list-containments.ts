import type { ApiAnswer } from '../api/answer';
import { problem } from '../api/answer';
import type { ContainedEntry } from '../api/containment-schemas';
import { compact } from '../core/compact';
import type { Containment, ContainmentState } from '../core/containment';
import { writtenUser } from '../messages/result-message';
import type { Locale } from '../messages/sentences/statuses';
import { detailIn } from '../messages/sentences/write-detail';
import { findAskedUser } from './asked-user';
import type { Dependencies } from './dependencies';
import type { ListAsked } from './list-page';
import { pageOf } from './list-page';

/** Which containments a caller asks for. */
export interface AskedContainments {
  readonly user?: string | undefined;
  /** Of the user; absent: the home tenant. */
  readonly tenantId?: string | undefined;
  readonly requestId?: string | undefined;
  /** Absent: those that have not ended, unless a user or a request is named. */
  readonly state?: ContainmentState | undefined;
}

/**
 * What was done to users beside revoking, the newest first. Those that have ended are listed of a user or a request alone.
 *
 * @throws Unavailable when the ledger or the connections cannot be read
 */
export async function listContainments(
  app: Dependencies,
  asked: AskedContainments,
  { page: { top, after }, linkTo }: ListAsked,
): Promise<ApiAnswer> {
  const { state, tenantId, requestId, user } = asked;
  const found = await candidates(app, asked);
  if ('kind' in found) return found;
  const fitting = found
    .filter(
      (one) =>
        (state === undefined || one.state === state) &&
        (user !== undefined ||
          tenantId === undefined ||
          one.tenantId.toLowerCase() === tenantId.toLowerCase()) &&
        (requestId === undefined || one.requestId === requestId),
    )
    .toSorted((one, other) => (placeIn(one) < placeIn(other) ? 1 : -1));
  const rest = after === undefined ? fitting : fitting.filter((one) => placeIn(one) < after);
  const page = rest.slice(0, top);
  const last = page.at(-1);
  const next = last && rest.length > top ? placeIn(last) : undefined;
  return pageOf(
    {},
    page.map((one) => entryOf(one, app.locale)),
    next,
    linkTo,
  );
}

async function candidates(
  app: Dependencies,
  { user, tenantId, requestId, state }: AskedContainments,
): Promise<readonly Containment[] | Extract<ApiAnswer, { readonly kind: 'problem' }>> {
  const { containments } = app.ledger;
  if (user !== undefined) {
    const found = await findAskedUser(app, { name: user, tenantId });
    if (found.kind === 'problem') return found;
    return (await containments.ofUser(found.tenantId, found.user.id)).map(({ containment }) => containment);
  }
  if (requestId !== undefined)
    return (await containments.ofRequest(requestId)).map(({ containment }) => containment);
  if (state === 'restored' || state === 'givenUp')
    return problem('invalid', 'Those that have ended are listed of a user or a request: name one.');
  const open: Containment[] = [];
  for await (const { containment } of containments.open()) open.push(containment);
  return open;
}

/** Where a containment is in the list: different for each. */
function placeIn({ startedAt, outcomeId }: Containment): string {
  return `${startedAt}~${outcomeId}`;
}

function entryOf(containment: Containment, locale: Locale): ContainedEntry {
  const { outcomeId, requestId, tenantId, user, state, startedAt, steps, changes, kept } = containment;
  const { endedAt, endedBy, endedReason } = containment;
  return compact({
    containment: outcomeId,
    requestId,
    tenantId,
    user: writtenUser(user),
    state,
    startedAt,
    steps: [...steps],
    // Not what undoing them needs: that stays in the ledger.
    changes: changes.map(({ before: _before, ...change }) => change),
    kept: kept.map(({ item, reason }) => ({ item, reason: detailIn(locale, reason) })),
    endedAt,
    endedBy,
    endedReason,
  });
}
