import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { resultJsonSchema } from '../../shared/messages/json-schema';

/** Writes the result message's JSON Schema to where it is shipped from. */
const folder = join(__dirname, '../../../docs/schemas');
mkdirSync(folder, { recursive: true });
writeFileSync(
  join(folder, 'revocation-result.schema.json'),
  `${JSON.stringify(resultJsonSchema(), null, 2)}\n`,
);
