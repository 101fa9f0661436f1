import { describe, expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serviceJsonSchema } from '../../shared/messages/json-schema';
import { serviceMessage } from '../../shared/messages/service-message';
import { serviceEventSchema } from '../../shared/messages/service-schema';
import { locales } from '../../shared/messages/sentences/statuses';
import { storedId } from '../../shared/core/ids';
import { TENANT_ID } from '../support/builders';
import { aChange } from '../support/switch-changes';

const cases = locales.flatMap((locale) =>
  (['stopped', 'running'] as const).map((state) => [`service-${state}.${locale}`, state, locale] as const),
);

describe('the event of a change of the service is a public contract', () => {
  it.each(cases)('%s is as in its golden file, and valid by its schema', (name, state, locale) => {
    const { body, ...properties } = serviceMessage(TENANT_ID, aChange(state), locale);
    const event: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
    expect(serviceEventSchema.safeParse(event).error).toBeUndefined();
    const file = join(__dirname, 'golden', `${name}.json`);
    const actual = { ...properties, body: event };
    if (process.env['UPDATE_GOLDEN'] === 'true') writeFileSync(file, `${JSON.stringify(actual, null, 2)}\n`);
    expect(actual).toEqual(JSON.parse(readFileSync(file, 'utf8')));
  });
  it('ships the JSON Schema that the code generates', () => {
    const file = join(__dirname, '../../docs/schemas/revocation-service.schema.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(serviceJsonSchema());
  });
  it('has another id for every change, and in every home tenant', () => {
    const other = aChange('stopped', { id: storedId('change-2') });
    const ids = [
      serviceMessage(TENANT_ID, aChange('stopped'), 'en'),
      serviceMessage(TENANT_ID, other, 'en'),
      serviceMessage('other', other, 'en'),
    ].map(({ messageId }) => messageId);
    expect(new Set(ids).size).toBe(3);
  });
  it('has neither status nor mode, by which subscriptions filter outcomes', () =>
    expect(Object.keys(serviceMessage(TENANT_ID, aChange('stopped'), 'en').applicationProperties)).toEqual([
      'tenantId',
      'serviceState',
    ]));
});
