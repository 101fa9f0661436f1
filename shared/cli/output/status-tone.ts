import { statuses } from '../../core/outcome';
import { exitCode, exitCodeOf } from '../exit-code';
import type { Tone } from './tone';

/** What a status means for who asked for it, as its exit code says; that of a later version means nothing here. */
export function toneOfStatus(status: string): Tone | undefined {
  const known = statuses.find((one) => one === status);
  if (known === undefined) return undefined;
  const code = exitCodeOf([known]);
  if (code === exitCode.waits) return 'attention';
  return code === exitCode.done ? 'good' : 'bad';
}
