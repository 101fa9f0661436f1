import { hasEnded } from '../core/containment';
import type { State } from './state';

type Place = Pick<State, 'tab' | 'searched' | 'stream'>;

/** Where the API lists what was done to the user, or for the request, that is shown; undefined where neither is. */
export function containmentsPath({ tab, searched, stream }: Place): string | undefined {
  const { requestId } = stream.filter;
  const { user, tenant } = searched;
  if (tab === 'history' && user !== '') return pathOf({ user, tenant });
  if (tab === 'outcomes' && requestId !== '') return pathOf({ requestId });
  return undefined;
}

/** The same while something that is shown has not ended, or its outcome is awaited; undefined where nothing follows by itself. */
export function openContainmentsPath({
  contained,
  awaited,
  ...place
}: Place & Pick<State, 'contained' | 'awaited'>): string | undefined {
  const path = containmentsPath(place);
  if (!contained || contained.path !== path || contained.list.kind !== 'loaded') return undefined;
  const isOpen = contained.list.value.value.some(
    ({ state, containment }) =>
      !hasEnded({ state }) || awaited.some((one) => one.containment === containment),
  );
  return isOpen ? path : undefined;
}

function pathOf(asked: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== ''));
  query.set('top', '100');
  return `/api/containments?${query.toString()}`;
}
