import { describe, expect, it } from '@jest/globals';
import { decisionQueue } from '../../shared/cli/decision-queue';
import { Unavailable } from '../../shared/ports/unavailable';
import { inMemoryRequestQueue } from '../twins/in-memory-request-queue';

const decision = { id: 'd-1', body: new Uint8Array(), contentType: 'application/json', properties: {} };

describe('a decision', () => {
  it('goes past the backlog, by the urgent queue', async () => {
    const [urgent, requests] = [inMemoryRequestQueue(), inMemoryRequestQueue()];
    await decisionQueue(urgent, requests).send(decision);
    expect([urgent.sent.length, requests.sent.length]).toEqual([1, 0]);
  });
  it('goes by the request queue when there is no urgent queue, or no right to send to it', async () => {
    const requests = inMemoryRequestQueue();
    const failing = { send: () => Promise.reject(new Unavailable('serviceBus', undefined)) };
    await decisionQueue(failing, requests).send(decision);
    expect(requests.sent).toHaveLength(1);
  });
});
