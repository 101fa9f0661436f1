import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { policyJsonSchema } from '../../shared/config/policy-schema';
import { resultJsonSchema } from '../../shared/messages/json-schema';

/** Writes the JSON Schemas of the contracts to where they are shipped from. */
const folder = join(__dirname, '../../../docs/schemas');
const schemas = {
  'revocation-result.schema.json': resultJsonSchema(),
  'revocation-policy.schema.json': policyJsonSchema(),
};
mkdirSync(folder, { recursive: true });
for (const [file, schema] of Object.entries(schemas)) {
  writeFileSync(join(folder, file), `${JSON.stringify(schema, null, 2)}\n`);
}
