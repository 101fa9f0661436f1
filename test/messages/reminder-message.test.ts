import { describe, expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { detail } from '../../shared/core/detail';
import type { ApprovalId } from '../../shared/core/ids';
import { storedId } from '../../shared/core/ids';
import { reminderJsonSchema } from '../../shared/messages/json-schema';
import { reminderMessage } from '../../shared/messages/reminder-message';
import { reminderSchema } from '../../shared/messages/reminder-schema';
import { locales } from '../../shared/messages/sentences/statuses';
import { anApprovalRequest } from '../support/builders';

const reason = {
  rule: 'confirmation-asked-for',
  status: 'awaitingConfirmation',
  detail: detail('approvalRequested'),
} as const;
const approval = anApprovalRequest({ reason });

describe('the event that announces a request for approval once more is a public contract', () => {
  it.each(locales)('it is as in its golden file, and valid by its schema: %s', (locale) => {
    const { body, ...properties } = reminderMessage(approval, locale);
    const event: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
    expect(reminderSchema.safeParse(event).error).toBeUndefined();
    const file = join(__dirname, 'golden', `reminder.${locale}.json`);
    const actual = { ...properties, body: event };
    if (process.env['UPDATE_GOLDEN'] === 'true') writeFileSync(file, `${JSON.stringify(actual, null, 2)}\n`);
    expect(actual).toEqual(JSON.parse(readFileSync(file, 'utf8')));
  });
  it('ships the JSON Schema that the code generates', () => {
    const file = join(__dirname, '../../docs/schemas/revocation-reminder.schema.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(reminderJsonSchema());
  });
  it('has another id for every request for approval', () =>
    expect(reminderMessage({ ...approval, id: storedId<ApprovalId>('c-2') }, 'en').messageId).not.toBe(
      reminderMessage(approval, 'en').messageId,
    ));
});
