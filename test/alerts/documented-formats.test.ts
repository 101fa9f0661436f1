import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addedFormats } from '../../shared/alerts/added-formats';
import { readMessage } from '../../shared/alerts/read-message';
import { acmeAlert } from '../fixtures/alerts/acme';

const root = join(__dirname, '../..');
const alert = acmeAlert([
  { role: 'victim', mail: 'avery@contoso.com' },
  { role: 'analyst', mail: 'analyst@contoso.com' },
]);

it.each(['docs/alerts.md', 'docs/how-to/add-a-format.md'])(
  'the format in %s is valid, and names the user',
  (page) => {
    const text = readFileSync(join(root, page), 'utf8');
    const example = [...text.matchAll(/^```json\n([^]*?)^```$/gm)].map(([, json = '']) => json);
    const content: unknown = JSON.parse(example.find((json) => json.includes('acme-siem')) ?? '');
    const added = addedFormats([{ kind: 'file', content }]);
    const formats = added.kind === 'valid' ? added.formats : [];
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
