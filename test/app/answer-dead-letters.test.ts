import { describe, expect, it } from '@jest/globals';
import type { Dependencies } from '../../shared/app/dependencies';
import { answerDeadLetters } from '../../shared/app/answer-dead-letters';
import { MAX_FAILURES } from '../../shared/app/process-dead-letter';
import { Unavailable } from '../../shared/ports/unavailable';
import { aDeadLetter, appOfTwins } from '../support/app';
import { inMemoryDeadLetters } from '../twins/in-memory-dead-letters';

const bug = new TypeError('bug');

/** The app, whose ledger fails for one body. */
function failingFor(app: ReturnType<typeof appOfTwins>, failure: Error): Dependencies {
  const { requests } = app.dependencies.ledger;
  const enter: typeof requests.enter = (...args) =>
    app.clock.now() < new Date('2030-01-01') ? Promise.reject(failure) : requests.enter(...args);
  return { ...app.dependencies, ledger: { ...app.dependencies.ledger, requests: { ...requests, enter } } };
}

describe('one run over the dead-letter queues', () => {
  it('answers every dead letter and removes it', async () => {
    const app = appOfTwins();
    const queue = inMemoryDeadLetters([aDeadLetter({ user: 'a@b.c' }), aDeadLetter('not json')]);
    const { processed, failures } = await answerDeadLetters(app.dependencies, queue);
    expect(processed.flatMap(({ published }) => published.map(({ outcome }) => outcome.status))).toEqual([
      'failed',
      'rejected',
    ]);
    expect(failures).toEqual([]);
    expect(queue.waiting()).toEqual([]);
  });
  it('leaves what waits for a backend to the next run, without counting it as a failure', async () => {
    const app = appOfTwins();
    const queue = inMemoryDeadLetters([aDeadLetter({ user: 'a@b.c' })]);
    const outage = failingFor(app, new Unavailable('ledger', undefined));
    const { processed } = await answerDeadLetters(outage, queue);
    expect(processed.map(({ retry }) => retry?.reason)).toEqual(['ledgerUnavailable']);
    expect(queue.waiting().map(({ failures }) => failures)).toEqual([0]);
  });
  it('counts and reports an error, by its name alone, and goes on with the others', async () => {
    const app = appOfTwins();
    const quarantine = {
      keep: (original: { readonly key: string; readonly body: Uint8Array }) =>
        original.body.length > 15 ? Promise.reject(bug) : Promise.resolve(),
    };
    const queue = inMemoryDeadLetters([aDeadLetter({ user: 'avery@contoso.com' }), aDeadLetter('no')]);
    const { failures } = await answerDeadLetters({ ...app.dependencies, quarantine }, queue);
    expect(failures).toEqual(['TypeError']);
    expect(queue.waiting().map((letter) => letter.failures)).toEqual([1]);
    expect(app.telemetry.events).toContainEqual({ kind: 'deliveryFailed', error: 'TypeError' });
  });
  it('sets a dead letter aside after five runs in which it failed, each of which tried it once', async () => {
    const app = appOfTwins();
    let tries = 0;
    const decompress = () => {
      tries++;
      throw bug;
    };
    const properties = { 'content-encoding': 'gzip' };
    const queue = inMemoryDeadLetters([aDeadLetter({ user: 'a@b.c' }, { properties })]);
    for (let run = 0; run <= MAX_FAILURES; run++) {
      expect(queue.waiting()).toHaveLength(1);
      await answerDeadLetters({ ...app.dependencies, decompress }, queue);
    }
    expect(tries).toBe(MAX_FAILURES);
    expect(queue.waiting()).toEqual([]);
    expect(app.resultsTopic.published.map(({ subject }) => subject)).toEqual(['rejected']);
    expect(app.quarantine.kept).toHaveLength(1);
  });
});
