import { describe, expect, it } from '@jest/globals';
import { ocsfPublisher } from '../../shared/app/publish-ocsf';
import { statuses } from '../../shared/core/outcome';
import type { OcsfMessage } from '../../shared/messages/ocsf/ocsf-message';
import { resultMessage } from '../../shared/messages/result-message';
import { serviceMessage } from '../../shared/messages/service-message';
import type { OcsfTopic } from '../../shared/ports/results-topic';
import { Unavailable } from '../../shared/ports/unavailable';
import { TENANT_ID } from '../support/builders';
import { outcomeOf } from '../support/outcomes';
import { aReminder, lateMethod } from '../support/passed-on-events';
import { aChange } from '../support/switch-changes';

function publishing() {
  const published: OcsfMessage[] = [];
  const failures: Error[] = [];
  const topic: OcsfTopic = {
    publish: (message) => {
      const failure = failures.shift();
      if (failure) return Promise.reject(failure);
      published.push(message);
      return Promise.resolve();
    },
  };
  return { published, failures, publish: ocsfPublisher(topic, '1.2.3') };
}
const bodyOf = (status: (typeof statuses)[number]) => resultMessage(outcomeOf(status), 'en').body;

describe('the topic of OCSF', () => {
  it.each(statuses)(
    'gets every outcome, under its id and with the status to filter by: %s',
    async (status) => {
      const { published, publish } = publishing();
      expect(await publish(bodyOf(status))).toEqual({ kind: 'passedOn', eventId: '4f2d' });
      expect(published).toMatchObject([
        {
          messageId: '4f2d',
          correlationId: 'inc-7',
          subject: status,
          contentType: 'application/json',
          applicationProperties: { status, tenantId: TENANT_ID, requestId: 'inc-7', severityId: '0' },
        },
      ]);
    },
  );
  it('gets what a method has answered late', async () => {
    const { published, publish } = publishing();
    expect(await publish(lateMethod('failed'))).toEqual({ kind: 'passedOn', eventId: 'm-1' });
    expect(published[0]?.applicationProperties).toMatchObject({ status: 'failed', statusId: '6' });
  });
  it('that does not take an event has its message delivered again, and gets the same event', async () => {
    const { published, failures, publish } = publishing();
    failures.push(new Unavailable('serviceBus', new Error('busy')));
    const failed = { kind: 'failed', eventId: '4f2d', reason: 'Cannot reach the Service Bus namespace.' };
    expect(await publish(bodyOf('failed'))).toEqual(failed);
    await publish(bodyOf('failed'));
    await publish(bodyOf('failed'));
    expect(published).toHaveLength(2);
    expect(published[1]).toEqual(published[0]);
  });
  it('gets neither reminders nor uses of the switch, and nothing is dropped that cannot be read', async () => {
    const { published, publish } = publishing();
    expect(await publish(aReminder())).toEqual({ kind: 'skipped' });
    expect(await publish(serviceMessage(TENANT_ID, aChange('stopped'), 'en').body)).toEqual({
      kind: 'skipped',
    });
    expect(await publish(Buffer.from('{}'))).toEqual({ kind: 'unreadable' });
    expect(published).toEqual([]);
  });
  it('does not hide a failure that no wait heals', async () => {
    const { failures, publish } = publishing();
    failures.push(new TypeError('a mistake'));
    await expect(publish(bodyOf('failed'))).rejects.toThrow('a mistake');
  });
});
