import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addedFormats } from '../../shared/alerts/added-formats';
import type { Format } from '../../shared/alerts/format';
import { readMessage } from '../../shared/alerts/read-message';
import { acmeAlert } from '../fixtures/alerts/acme';
import { cefLine } from '../fixtures/alerts/event-lines';

const root = join(__dirname, '../..');
const alert = acmeAlert([
  { role: 'victim', mail: 'avery@contoso.com' },
  { role: 'analyst', mail: 'analyst@contoso.com' },
]);

/** The formats in the example of a page that has a format of this name. */
function formatsIn(page: string, name: string): readonly Format[] {
  const text = readFileSync(join(root, page), 'utf8');
  const examples = [...text.matchAll(/^```json\n([^]*?)^```$/gm)].map(([, json = '']) => json);
  const content: unknown = JSON.parse(examples.find((json) => json.includes(`"${name}"`)) ?? '');
  const added = addedFormats([{ kind: 'file', content }]);
  return added.kind === 'valid' ? added.formats : [];
}

it.each(['docs/alerts.md', 'docs/how-to/add-a-format.md'])(
  'the format in %s is valid, and names the user',
  (page) => {
    const formats = formatsIn(page, 'acme-siem');
    const [reading] = readMessage(Buffer.from(JSON.stringify(alert)), { fallbackId: 'm', formats });
    expect(reading).toMatchObject({
      request: {
        format: 'acme-siem',
        users: [{ userPrincipalName: 'avery@contoso.com' }],
        alert: { id: '7', severity: 'high', createdAt: '2026-11-23T10:00:00.000Z' },
      },
    });
  },
);

it('the format for CEF in docs/how-to/add-a-format.md is valid, and names the user', () => {
  const formats = formatsIn('docs/how-to/add-a-format.md', 'acme-cef');
  const line = cefLine({ externalId: '7', rt: '1795428000000', suser: 'avery@contoso.com' });
  const [reading] = readMessage(Buffer.from(line), { fallbackId: 'm', formats });
  expect(reading).toMatchObject({
    request: {
      format: 'acme-cef',
      users: [{ userPrincipalName: 'avery@contoso.com' }],
      alert: { id: '7', title: 'Token theft', severity: '8', createdAt: '2026-11-23T10:00:00.000Z' },
    },
  });
});
