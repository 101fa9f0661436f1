import { describe, expect, it } from '@jest/globals';
import { inFlight } from '../../functions/in-flight';
import { GRACE_MS, onTermination } from '../../functions/termination';

/** Work that ends when the test says so. */
function someWork(): {
  readonly work: () => Promise<string>;
  readonly end: () => void;
  readonly fail: () => void;
} {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  return { work: () => promise, end: () => resolve('done'), fail: () => reject(new Error('failed')) };
}

describe('work that is counted', () => {
  it('returns what it returns when it is not counted', async () => {
    const counted = inFlight().counted((n: number) => Promise.resolve(n + 1));
    expect(await counted(1)).toBe(2);
  });
  it('is waited for until all of it has ended, well or badly', async () => {
    const flight = inFlight();
    const [one, other] = [someWork(), someWork()];
    const results = [flight.counted(one.work)(), flight.counted(other.work)()];
    let drained = false;
    const draining = flight.drained(60_000).then(() => (drained = true));
    one.end();
    await results[0];
    expect(drained).toBe(false);
    other.fail();
    await expect(results[1]).rejects.toThrow('failed');
    await draining;
    expect(drained).toBe(true);
  });
  it('is not waited for longer than allowed', async () => {
    const flight = inFlight();
    void flight.counted(someWork().work)();
    await flight.drained(5);
  });
});

/** The host kills the worker when it has not ended within this time. */
const HOST_KILLS_AFTER_MS = 5_000;

describe('the end of the app', () => {
  it('leaves time to close connections before the host kills the worker', () =>
    expect(GRACE_MS).toBeLessThanOrEqual(HOST_KILLS_AFTER_MS - 1_000));
  it('closes every connection once, after the work has ended', async () => {
    const flight = inFlight();
    const { work, end } = someWork();
    const result = flight.counted(work)();
    const done: string[] = [];
    const before = process.listenerCount('SIGTERM');
    const terminate = onTermination(flight, () => Promise.resolve(done.push('closed')));
    expect(process.listenerCount('SIGTERM')).toBe(before + 1);
    const ends = [terminate(), terminate()];
    expect(done).toEqual([]);
    end();
    done.push(await result);
    await Promise.all(ends);
    expect(done).toEqual(['done', 'closed']);
    process.removeAllListeners('SIGTERM');
  });
});
