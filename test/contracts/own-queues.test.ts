import { describe, expect, it } from '@jest/globals';
import { ownQueues } from '../../shared/adapters/service-bus/own-queues';
import { localTopology } from '../../local/local-topology';
import { serviceBusSide } from './service-bus-side';
import { fixedClock } from '../support/fixed-clock';

const entities = {
  requestQueue: 'revocation-requests',
  intakeQueue: 'revocation-intake',
  urgentQueue: 'revocation-urgent',
};
const alert = { id: 'a-1', body: Buffer.from('{}'), contentType: 'application/json', properties: {} };

describe('an urgent alert that comes over HTTP', () => {
  it('goes to the queue of all that comes over HTTP in an environment of the version before', async () => {
    const { 'revocation-urgent': _urgent, ...queues } = localTopology.queues;
    const side = await serviceBusSide({ ...localTopology, queues });
    await ownQueues(side.client, entities, fixedClock()).urgentQueue?.send(alert);
    expect(side.broker.length('revocation-intake')).toBe(1);
    await side.stop();
  });
  it('has no queue of its own where the setting is empty', async () => {
    const side = await serviceBusSide();
    const { urgentQueue: _urgent, ...others } = entities;
    expect(ownQueues(side.client, others, fixedClock()).urgentQueue).toBeUndefined();
    await side.stop();
  });
});
