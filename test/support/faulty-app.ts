import type { Lease, LeaseStore } from '../../shared/ports/ledger';
import { Unavailable } from '../../shared/ports/unavailable';
import type { Dependencies } from '../../shared/app/dependencies';

/** What goes wrong at an effect. */
export type Fault =
  /** It is not done, and the app gets an error. */
  | 'refused'
  /** It is done, and its answer is lost. */
  | 'answerLost'
  /** It is done, and its answer comes when other effects that are under way have been answered. */
  | 'answerLate'
  /** The process dies just before it. */
  | 'deathBefore'
  /** The process dies when it is done. */
  | 'deathAfter';

/** The error of everything that a dead process would have done. */
export class Died extends Error {
  override readonly name = 'Died';
}

/** In memory an effect and what the app does with its answer take a few turns. */
const LATE_BY_TURNS = 100;

async function otherEffects(): Promise<void> {
  for (let turn = 0; turn < LATE_BY_TURNS; turn++) await Promise.resolve();
}

/** Makes effects of the app fail as the function says. It is given the number of the effect, from 0, and its name. */
export function faultyApp(
  dependencies: Dependencies,
  faultAt: (n: number, effect: string) => Fault | undefined,
): {
  readonly app: Dependencies;
  readonly isDead: () => boolean;
  /** Makes an effect fail in the same way that is not one of the app's own ports. */
  readonly effect: (name: string, change: () => void) => Promise<void>;
} {
  let effects = 0;
  let isDead = false;
  const die = (): never => {
    isDead = true;
    throw new Died();
  };
  const maybe =
    <Args extends unknown[], T>(name: string, effect: (...args: Args) => Promise<T>) =>
    async (...args: Args): Promise<T> => {
      if (isDead) throw new Died();
      const fault = faultAt(effects++, name);
      if (fault === 'deathBefore') die();
      if (fault === 'refused') throw new Unavailable('ledger', undefined);
      const result = await effect(...args);
      if (fault === 'deathAfter') die();
      if (fault === 'answerLate') await otherEffects();
      if (fault === 'answerLost') throw new Unavailable('ledger', undefined);
      return result;
    };
  const {
    ledger,
    directory,
    revokers,
    containmentMethods,
    resultsTopic,
    quarantine,
    requestQueue,
    telemetry,
  } = dependencies;
  const { approvals } = ledger;
  const { sharePoint } = revokers;
  const faulty = <Entry>(of: string, store: LeaseStore<Entry>): LeaseStore<Entry> => ({
    read: maybe(`read ${of}`, (...args) => store.read(...args)),
    acquire: maybe(`acquire ${of}`, (...args) => store.acquire(...args)),
    look: maybe(`look at ${of}`, (key) => store.look(key)),
    renew: maybe(`renew ${of}`, (...args) => store.renew(...args)),
    record: maybe(`record ${of}`, (lease: Lease, entry: Entry) => store.record(lease, entry)),
    release: maybe(`release ${of}`, (lease: Lease) => store.release(lease)),
  });
  const app: Dependencies = {
    ...dependencies,
    ledger: {
      ...ledger,
      requests: {
        enter: maybe('enter request', (...args) => ledger.requests.enter(...args)),
        begin: maybe('begin request', (...args) => ledger.requests.begin(...args)),
      },
      outcomes: {
        ...faulty('outcome', ledger.outcomes),
        markPublished: maybe('mark outcome', (key) => ledger.outcomes.markPublished(key)),
      },
      methodResults: {
        ...faulty('method', ledger.methodResults),
        markPublished: maybe('mark method', (key) => ledger.methodResults.markPublished(key)),
      },
      containments: {
        ...ledger.containments,
        begin: maybe('begin containment', (one) => ledger.containments.begin(one)),
        find: maybe('find containment', (place) => ledger.containments.find(place)),
        write: maybe('write containment', (...args) => ledger.containments.write(...args)),
        end: maybe('end containment', (...args) => ledger.containments.end(...args)),
      },
      evictions: {
        ...faulty('eviction', ledger.evictions),
        markPublished: maybe('mark eviction', (key) => ledger.evictions.markPublished(key)),
      },
      watches: {
        begin: maybe('begin watch', (watch) => ledger.watches.begin(watch)),
        list: maybe('list watches', () => ledger.watches.list()),
        end: maybe('end watch', (watch) => ledger.watches.end(watch)),
        readSignIns: maybe('read sign-ins', (tenantId) => ledger.watches.readSignIns(tenantId)),
        writeSignIns: maybe('write sign-ins', (...args) => ledger.watches.writeSignIns(...args)),
      },
      revocations: faulty('revocation', ledger.revocations),
      userRevocations: faulty('user revocation', ledger.userRevocations),
      approvals: {
        ...approvals,
        find: maybe('find approval', (id) => approvals.find(id)),
        put: maybe('put approval', (...args) => approvals.put(...args)),
        decide: maybe('decide approval', (...args) => approvals.decide(...args)),
        finish: maybe('finish approval', (id) => approvals.finish(id)),
      },
    },
    directory: {
      ...directory,
      find: maybe('find user', (reference) => directory.find(reference)),
      memberships: maybe('memberships', (...args) => directory.memberships(...args)),
      sessionsValidFrom: maybe('read back', (userId) => directory.sessionsValidFrom(userId)),
    },
    revokers: {
      graph: { ...revokers.graph, revoke: maybe('revoke', (...args) => revokers.graph.revoke(...args)) },
      ...(sharePoint && {
        sharePoint: { ...sharePoint, revoke: maybe('sharePoint', (...args) => sharePoint.revoke(...args)) },
      }),
    },
    containmentMethods: Object.fromEntries(
      Object.entries(containmentMethods).map(([step, method]) => [
        step,
        { ...method, restore: maybe(`restore ${step}`, (...args) => method.restore(...args)) },
      ]),
    ),
    resultsTopic: { publish: maybe('publish', (message) => resultsTopic.publish(message)) },
    requestQueue: {
      schedule: (original, at) => (isDead ? Promise.reject(new Died()) : requestQueue.schedule(original, at)),
      send: maybe('send', (...args) => requestQueue.send(...args)),
    },
    quarantine: { keep: maybe('keep', (...args) => quarantine.keep(...args)) },
    telemetry: { record: (event) => void (isDead || telemetry.record(event)) },
  };
  return {
    app,
    isDead: () => isDead,
    effect: (name, change) => maybe(name, () => Promise.resolve(change()))(),
  };
}
