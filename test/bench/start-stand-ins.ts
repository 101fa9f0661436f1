import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Certificate } from '../../local/tenant/certificate';
import type { StandIns } from './stand-ins';

/** Starts the process of the stand-ins. */
export async function startStandIns(certificate: Certificate): Promise<StandIns & { stop(): Promise<void> }> {
  const child = fork(join(__dirname, 'stand-ins.js'));
  const serving = once(child, 'message');
  child.send(certificate);
  const [served] = (await serving) as [StandIns];
  return {
    ...served,
    stop: async () => {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}
