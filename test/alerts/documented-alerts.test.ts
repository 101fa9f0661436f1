import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readMessage } from '../../shared/alerts/read-message';

const page = readFileSync(join(__dirname, '../../docs/connect.md'), 'utf8');
const examples = [...page.matchAll(/^## (.+)$[^]*?^```json\n([^]*?)^```$/gm)].map(
  ([, product = '', alert = '']) => [product, alert] as const,
);

it('there is an example for each product', () => expect(examples.length).toBeGreaterThanOrEqual(5));

it.each(examples)('the example for %s names one user', (_product, alert) => {
  const [reading] = readMessage(Buffer.from(alert), { fallbackId: 'message-1' });
  expect(reading.kind === 'request' ? reading.request.users : []).toHaveLength(1);
});
