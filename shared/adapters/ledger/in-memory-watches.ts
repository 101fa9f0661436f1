import { signInsKey, watchKey } from '../../core/watch-ids';
import type { SignInKnowledge } from '../../core/sign-in-reading';
import { NOTHING_KNOWN } from '../../core/sign-in-reading';
import type { Watch } from '../../core/watch';
import type { WatchStore } from '../../ports/watch-store';
import { nameOf } from './in-memory-lease-store';

/** What is watched, in the memory of one process: lost on restart. */
export function inMemoryWatches(): WatchStore {
  const watches = new Map<string, Watch>();
  const known = new Map<string, { readonly knowledge: SignInKnowledge; readonly version: string }>();
  return {
    begin: (watch) => {
      const name = nameOf(watchKey(watch.tenantId, watch.outcomeId));
      if (!watches.has(name)) watches.set(name, watch);
      return Promise.resolve();
    },
    list: () => Promise.resolve({ watches: [...watches.values()], unreadable: [] }),
    end: ({ tenantId, outcomeId }) => {
      watches.delete(nameOf(watchKey(tenantId, outcomeId)));
      return Promise.resolve();
    },
    readSignIns: (tenantId) =>
      Promise.resolve(known.get(nameOf(signInsKey(tenantId))) ?? { knowledge: NOTHING_KNOWN }),
    writeSignIns: (tenantId, { version = '0' }, knowledge) => {
      const name = nameOf(signInsKey(tenantId));
      if ((known.get(name)?.version ?? '0') === version) {
        known.set(name, { knowledge, version: String(Number(version) + 1) });
      }
      return Promise.resolve();
    },
  };
}
