import { join } from 'node:path';
import { ServiceBusClient } from '@azure/service-bus';
import { startLocalStack } from '../local/local-stack';
import { readSamples } from '../local/samples';

/** The samples whose code is recorded: a request of our own, and an alert. */
const RECORDED: ReadonlySet<string> = new Set(['01', '12']);
/** How long the app may take for them, in ms. */
const TIMEOUT_MS = 60_000;

/**
 * Runs the unpacked package in the local stack until it has answered two samples, so that `keep-code.ts` keeps the code that
 * a cold start needs.
 *
 * @throws when they are not answered in time
 */
export async function recordCode(projectFolder: string): Promise<void> {
  const stack = await startLocalStack({ projectFolder });
  const client = new ServiceBusClient(stack.broker.connectionString);
  try {
    await stack.startHost({ NODE_OPTIONS: `--require=${join(__dirname, 'keep-code.js')}` });
    const samples = readSamples(join(projectFolder, 'local/samples')).filter(({ number }) =>
      RECORDED.has(number),
    );
    await client.createSender('revocation-requests').sendMessages(samples);
    const receiver = client.createReceiver('revocation-results', 'audit');
    const deadline = Date.now() + TIMEOUT_MS;
    for (let left = samples.flatMap(({ expect }) => expect).length; left > 0;) {
      if (Date.now() > deadline) throw new Error('The package has not answered its first requests.');
      left -= (await receiver.receiveMessages(left, { maxWaitTimeInMs: 1000 })).length;
    }
  } finally {
    await client.close();
    await stack.stop();
  }
}
