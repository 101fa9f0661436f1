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

function pathOf(asked: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== ''));
  query.set('top', '100');
  return `/api/containments?${query.toString()}`;
}
