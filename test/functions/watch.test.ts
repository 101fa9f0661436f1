import { describe, expect, it } from '@jest/globals';
import type { InvocationContext } from '@azure/functions';
import type { WatchBegun } from '../../shared/app/begin-watch';
import { Unavailable } from '../../shared/ports/unavailable';
import { lookForReturns } from '../../functions/look-for-returns';
import { watchRevocation } from '../../functions/watch-revocation';

function invocation() {
  const lines: string[] = [];
  const log = (line: string) => void lines.push(line);
  return { lines, context: { info: log, warn: log } as unknown as InvocationContext };
}

describe('the function watch', () => {
  const answering = (begun: WatchBegun | Error) => {
    const waits: unknown[] = [];
    const begin = () => (begun instanceof Error ? Promise.reject(begun) : Promise.resolve(begun));
    const handler = watchRevocation(begin, (context) => Promise.resolve(void waits.push(context)));
    return { waits, handler };
  };

  it('completes a message whose revocation is watched, or that reports none', async () => {
    const { context, lines } = invocation();
    await answering({ kind: 'watched', outcomeId: 'o-1' }).handler(Buffer.from('{}'), context);
    await answering({ kind: 'skipped' }).handler(Buffer.from('{}'), context);
    expect(lines).toEqual(['watched outcome=o-1']);
  });
  it('returns a message to the broker, after a wait, while the store cannot be reached', async () => {
    const { waits, handler } = answering(new Unavailable('ledger', undefined));
    await expect(handler(Buffer.from('{}'), invocation().context)).rejects.toBeInstanceOf(Unavailable);
    expect(waits).toHaveLength(1);
  });
  it('returns one that it cannot read at once: it becomes a dead letter', async () => {
    const { waits, handler } = answering({ kind: 'unreadable' });
    await expect(handler(Buffer.from('{'), invocation().context)).rejects.toThrow();
    expect(waits).toEqual([]);
  });
});

describe('the timer lookForReturns', () => {
  const nothing = { watched: 3, verdicts: 0, unreadable: [], failures: [] };
  const timer: Parameters<ReturnType<typeof lookForReturns>>[0] = {
    isPastDue: false,
    schedule: { adjustForDST: false },
    scheduleStatus: { last: '', next: '', lastUpdated: '' },
  };

  it('says how many verdicts it gave, and what it cannot read', async () => {
    const { context, lines } = invocation();
    await lookForReturns(() => Promise.resolve(nothing))(timer, context);
    expect(lines).toEqual([]);
    await lookForReturns(() => Promise.resolve({ ...nothing, verdicts: 2, unreadable: ['row'] }))(
      timer,
      context,
    );
    expect(lines).toEqual(['gave 2 verdicts on 3 revocations', 'cannot read the watch row in the ledger']);
  });
  it('fails where a tenant could not be looked at, so that the host reports it', async () => {
    const failure = new Unavailable('ledger', undefined);
    const look = lookForReturns(() => Promise.resolve({ ...nothing, failures: [failure] }));
    await expect(look(timer, invocation().context)).rejects.toMatchObject({ errors: [failure] });
  });
});
