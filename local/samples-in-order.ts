import { compact } from '../shared/core/compact';
import type { Result } from '../shared/messages/result-schema';
import { statusOf } from './outcome-table';
import type { MissingRow, Row } from './outcome-table';
import type { Sample } from './samples';
import { difference } from './samples';

type Expectation = Sample['expect'][number];

/** Where the rows of samples go. */
export interface Rows {
  row(row: Omit<Row, 'tenant'>): void;
  missing(row: MissingRow): void;
}

/** How many outcomes have come, of how many, and how many are not as expected. */
export interface SamplesEnd {
  readonly received: number;
  readonly expected: number;
  readonly different: number;
}

/** The outcomes of samples in the order of the samples, though they come in any. */
export interface SamplesInOrder {
  /** Takes an outcome. One that no sample waits for, or that follows a decision of a person, is shown at once and not judged. */
  take(result: Result): void;
  /** Shows what has come out of its turn, and what has not come. Further outcomes are shown at once. */
  end(): SamplesEnd;
  readonly complete: Promise<void>;
}

/** @param areJudged whether the samples' expectations hold for the settings */
export function samplesInOrder(samples: readonly Sample[], rows: Rows, areJudged: boolean): SamplesInOrder {
  const places = samples.flatMap((sample) => sample.expect.map((expected) => ({ sample, expected })));
  const outcomes = new Map<number, Result>();
  const { promise: complete, resolve } = Promise.withResolvers<void>();
  let shown = 0;
  let different = 0;
  const problemAt = (place: number, result: Result): string | undefined => {
    const sample = places[place]?.sample;
    return sample && difference(sample, result);
  };
  const show = (place: number): void => {
    const { sample, expected } = places[place] ?? {};
    const result = outcomes.get(place);
    if (!sample || !expected) return;
    const { number } = sample;
    if (!result) return rows.missing({ number, expected: statusOf(expected), user: expected.user ?? '-' });
    const problem = problemAt(place, result);
    const wrong = areJudged ? problem : undefined;
    const isUnjudged = !areJudged && problem !== undefined;
    rows.row(compact({ number, result, expected: statusOf(expected), wrong, isUnjudged }));
  };
  return {
    complete,
    take(result) {
      const place = placeOf(result);
      if (place < 0) return showAtOnce(result);
      outcomes.set(place, result);
      if (problemAt(place, result) !== undefined) different++;
      while (shown < places.length && outcomes.has(shown)) show(shown++);
      if (outcomes.size === places.length) resolve();
    },
    end() {
      while (shown < places.length) show(shown++);
      return { received: outcomes.size, expected: places.length, different };
    },
  };

  /** A person may decide on a sample while others are waited for; a user whom its sample does not name is wrong. */
  function showAtOnce(result: Result): void {
    const sample = samples.find(({ messageId }) => messageId === result.data.requestId);
    const isNamed = sample?.expect.some((expected) => isOfUser(expected, result)) ?? true;
    const wrong = isNamed || shown === places.length ? undefined : sample && difference(sample, result);
    if (wrong !== undefined) different++;
    rows.row(
      compact({
        number: sample?.number ?? '',
        result,
        wrong: areJudged ? wrong : undefined,
        isUnjudged: !areJudged && wrong !== undefined,
      }),
    );
  }

  /** The expectation that an outcome answers: that of its user, or else the first of its sample that is open. */
  function placeOf(result: Result): number {
    if (shown === places.length) return -1;
    const isOpen = (place: number): boolean =>
      places[place]?.sample.messageId === result.data.requestId && !outcomes.has(place);
    const open = [...places.keys()].filter(isOpen);
    return open.find((place) => isOfUser(places[place]?.expected, result)) ?? open[0] ?? -1;
  }
}

function isOfUser(expected: Expectation | undefined, { data }: Result): boolean {
  return expected?.user === data.user?.reference;
}
