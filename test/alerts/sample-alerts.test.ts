import { describe, expect, it } from '@jest/globals';
import { referenceText } from '../../shared/core/user-reference';
import { readMessage } from '../../shared/alerts/read-message';
import { sampleAlerts } from '../fixtures/alerts/sample-alerts';

describe.each(sampleAlerts)('the sample $file', ({ format, users, alert }) => {
  const [reading] = readMessage(Buffer.from(JSON.stringify(alert)), { fallbackId: 'message-1' });
  it('is read by its format', () => {
    const read = reading.kind === 'request' ? reading.request.format : 'format' in reading && reading.format;
    expect(read).toBe(format);
  });
  it('names its users and nobody else', () => {
    const named = reading.kind === 'request' ? reading.request.users.map(referenceText) : [];
    expect(named.sort()).toEqual([...users].sort());
  });
});
