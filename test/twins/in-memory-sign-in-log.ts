import type { SignIn, SignInFailure, SignInLogName } from '../../shared/core/sign-in';
import type { OpenPass } from '../../shared/core/sign-in-reading';
import type { Clock } from '../../shared/ports/clock';
import type {
  LastSuccesses,
  NewestSignIn,
  SignInLog,
  SignInPage,
  SignInsNotRead,
} from '../../shared/ports/sign-in-log';

/** A sign-in, and when each source shows it, in ms since the epoch. */
export interface TrueSignIn {
  readonly signIn: Omit<SignIn, 'seenIn'>;
  readonly log: SignInLogName;
  readonly entersAt: number;
  /** When the directory shows it as the last success; absent: with the log. */
  readonly activityAt?: number;
  readonly isFailure?: true;
}

/** The twin of the sign-in logs: an entry is shown from a time on. */
export class InMemorySignInLog implements SignInLog {
  /** What queries fail with; undefined: they are answered. */
  failure: SignInFailure | undefined;
  /** Entries on a page. */
  pageSize = 1000;
  /** Every query that was made. */
  readonly queries: string[] = [];

  readonly #clock: Pick<Clock, 'now'>;
  readonly #truth: TrueSignIn[] = [];

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  add(...signIns: readonly TrueSignIn[]): void {
    this.#truth.push(...signIns);
    // As the log lists them: the newest first.
    this.#truth.sort((one, other) => other.signIn.at - one.signIn.at);
  }

  read(name: SignInLogName, { since, userIds, next = '0' }: OpenPass): Promise<SignInPage | SignInsNotRead> {
    return this.#answer('read', () => {
      const named = userIds && new Set(userIds);
      const found = this.#shown(name).filter(
        ({ signIn: { at, userId }, isFailure }) => at >= since && !isFailure && (named?.has(userId) ?? true),
      );
      const to = Number(next) + this.pageSize;
      const signIns = found.slice(Number(next), to).map(({ signIn }) => ({ ...signIn, seenIn: name }));
      return { kind: 'page', signIns, ...(to < found.length && { next: String(to) }) };
    });
  }

  newest(name: SignInLogName): Promise<NewestSignIn | SignInsNotRead> {
    return this.#answer('newest', () => {
      const [newest] = this.#shown(name);
      return { kind: 'newest', ...(newest && { signIn: { id: newest.signIn.id, at: newest.signIn.at } }) };
    });
  }

  lastSuccesses(userIds: readonly string[]): Promise<LastSuccesses | SignInsNotRead> {
    return this.#answer('lastSuccesses', () => {
      const now = this.#clock.now().getTime();
      const signIns = userIds.flatMap((id) => {
        const last = this.#truth.find(
          ({ signIn, isFailure, entersAt, activityAt = entersAt }) =>
            signIn.userId === id && !isFailure && activityAt <= now,
        );
        return last
          ? [{ id: last.signIn.id, userId: id, at: last.signIn.at, seenIn: 'activity' as const }]
          : [];
      });
      return { kind: 'lastSuccesses', signIns };
    });
  }

  #shown(name: SignInLogName): readonly TrueSignIn[] {
    const now = this.#clock.now().getTime();
    return this.#truth.filter(({ log, entersAt }) => log === name && entersAt <= now);
  }

  #answer<Answer>(query: string, read: () => Answer): Promise<Answer | SignInsNotRead> {
    this.queries.push(query);
    return Promise.resolve(this.failure ? { kind: 'failed', reason: this.failure } : read());
  }
}
