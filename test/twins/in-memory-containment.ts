import type { ContainedItem, ContainmentChange, KeptItem } from '../../shared/core/containment';
import type { StepAnswer } from '../../shared/core/containment-answer';
import type { ContainmentStep } from '../../shared/core/containment-step';
import { containmentSteps, isRemoval } from '../../shared/core/containment-step';
import { detail } from '../../shared/core/detail';
import type { Clock } from '../../shared/ports/clock';
import type {
  ContainmentCall,
  ContainmentMethod,
  ContainmentMethods,
  ContainmentTarget,
} from '../../shared/ports/containment-method';

/** One thing of a user in the twin: a method, a consent, a device, the sign-in itself. */
export interface TwinItem {
  readonly step: ContainmentStep;
  readonly item: ContainedItem;
  /** It cannot be brought back once it is away. */
  readonly isFinal?: true;
  /** It is there: enabled, registered, granted. */
  isThere: boolean;
}

/** Runs a change of the directory; tests let it fail, or let the process die before or after it. */
export type Effect = (name: string, change: () => void) => Promise<void>;

type AllMethods = ContainmentMethods & Readonly<Record<ContainmentStep, ContainmentMethod>>;

export interface InMemoryContainment {
  readonly methods: AllMethods;
  /** The methods of a process whose changes of the directory may fail. */
  methodsWith(effect: Effect): AllMethods;
  /** Adds a thing of a user, which is there. */
  add(userId: string, item: Omit<TwinItem, 'isThere'>): TwinItem;
  itemsOf(userId: string): readonly TwinItem[];
  /** What was taken away or brought back, in order: `- signIn user-1`, `+ signIn user-1`. */
  readonly log: string[];
}

const CALLED = { attempts: 1, requestIds: ['in-memory-step'] } as const;
const NOT_CALLED = { attempts: 0, requestIds: [] } as const;

/** The twin of the steps of a containment: the things of users, which steps take away. */
export function inMemoryContainment(clock: Clock): InMemoryContainment {
  const users = new Map<string, TwinItem[]>();
  const log: string[] = [];
  const itemsOf = (userId: string): readonly TwinItem[] => users.get(userId) ?? [];
  const methodOf = (step: ContainmentStep, effect: Effect): ContainmentMethod => {
    const move = (sign: '-' | '+', one: TwinItem): Promise<void> =>
      effect(`${sign} ${one.item.kind} ${one.item.id}`, () => {
        if (one.isThere === (sign === '+')) return;
        one.isThere = sign === '+';
        log.push(`${sign} ${one.item.kind} ${one.item.id}`);
      });
    const ofStep = ({ user }: ContainmentTarget) => itemsOf(user.id).filter((one) => one.step === step);
    return {
      foresee: (target) => Promise.resolve({ kind: 'foreseen', ...planOf(step, ofStep(target), target) }),
      contain: (target, call) => contain(step, ofStep(target), target, { call, move, clock }),
      async restore(target, changes, { mayCall, isRepeated }) {
        const restored: ContainmentChange[] = [];
        for (const change of changes) {
          const one = ofStep(target).find(({ item }) => isSame(item, change.item));
          if (!one || change.isFinal || change.state === 'restored' || change.state === 'notOurs') continue;
          if (!mayCall()) return leaseEnded(restored, []);
          const isOurs = !one.isThere;
          if (isOurs) await move('+', one);
          restored.push({ ...change, state: isOurs || isRepeated ? 'restored' : 'notOurs' });
        }
        const kind = restored.some(({ state }) => state === 'restored') ? 'restored' : 'unchanged';
        return { kind, at: clock.now(), changed: restored, kept: [], ...CALLED };
      },
    };
  };
  const methodsWith = (effect: Effect): AllMethods =>
    Object.fromEntries(containmentSteps.map((step) => [step, methodOf(step, effect)])) as AllMethods;
  return {
    methods: methodsWith((_name, change) => Promise.resolve(change())),
    methodsWith,
    add(userId, item) {
      const one = { ...item, isThere: true };
      users.set(userId, [...itemsOf(userId), one]);
      return one;
    },
    itemsOf,
    log,
  };
}

interface Doing {
  readonly call: ContainmentCall;
  readonly move: (sign: '-' | '+', one: TwinItem) => Promise<void>;
  readonly clock: Clock;
}

async function contain(
  step: ContainmentStep,
  items: readonly TwinItem[],
  target: ContainmentTarget,
  { call, move, clock }: Doing,
): Promise<StepAnswer> {
  const { changes, kept } = planOf(step, items, target);
  const away = target.noted.filter(({ item }) => !items.some((one) => one.isThere && isSame(one.item, item)));
  const made: ContainmentChange[] = away.map((change) => ({ ...change, state: 'made' }));
  if (changes.length > 0 && !(await call.note(changes))) return leaseEnded(made, kept);
  for (const change of changes) {
    const one = items.find(({ item }) => isSame(item, change.item));
    if (!one) continue;
    if (!call.mayCall()) return leaseEnded(made, kept);
    await move('-', one);
    made.push({ ...change, state: 'made' });
  }
  const kind = made.length > 0 ? 'contained' : 'unchanged';
  return { kind, at: clock.now(), changed: made, kept, ...CALLED };
}

/** What a step would change now, and what it would keep: what is older than the alert, and what has no date. */
function planOf(
  step: ContainmentStep,
  items: readonly TwinItem[],
  { firstSeenAt }: ContainmentTarget,
): { readonly changes: readonly ContainmentChange[]; readonly kept: readonly KeptItem[] } {
  const there = items.filter(({ isThere }) => isThere);
  const goes = ({ item: { addedAt } }: TwinItem): boolean =>
    !isRemoval(step) ||
    (firstSeenAt !== undefined && addedAt !== undefined && new Date(addedAt) >= firstSeenAt);
  return {
    changes: there.filter(goes).map(({ item, isFinal }) => ({
      step,
      item,
      before: { isThere: true },
      ...(isFinal && { isFinal }),
      state: 'intended',
    })),
    kept: there.filter((one) => !goes(one)).map(({ item }) => ({ item, reason: detail('nobodyNamed') })),
  };
}

function isSame(one: ContainedItem, other: ContainedItem): boolean {
  return one.kind === other.kind && one.id === other.id;
}

function leaseEnded(changed: readonly ContainmentChange[], kept: readonly KeptItem[]): StepAnswer {
  const failure = { kind: 'leaseEnded', detail: detail('leaseEnded') } as const;
  return { kind: 'failed', failure, changed, kept, ...NOT_CALLED };
}
