import type { Clock } from '../../ports/clock';
import type { GraphAnswer } from './graph-answer';

/** The waits, in ms, after a 404 for a user who was found: a minute in all. Graph is only eventually consistent. */
const WAITS_MS = [1000, 2000, 4000, 8000, 15_000, 30_000];

/** Makes a call again while Graph does not know the user. The record is of all the calls. */
export async function untilKnown(
  clock: Pick<Clock, 'sleep'>,
  call: () => Promise<GraphAnswer>,
): Promise<GraphAnswer> {
  let answer = await call();
  for (const wait of WAITS_MS) {
    if (answer.kind !== 'notFound') break;
    const { attempts, requestIds } = answer.record;
    await clock.sleep(wait);
    const next = await call();
    const record = {
      attempts: attempts + next.record.attempts,
      requestIds: [...requestIds, ...next.record.requestIds],
    };
    answer = { ...next, record };
  }
  return answer;
}
