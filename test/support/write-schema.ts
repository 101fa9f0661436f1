import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decisionJsonSchema } from '../../shared/alerts/decision-schema';
import { formatsJsonSchema } from '../../shared/alerts/format-schema';
import { openApiDocument } from '../../shared/api/openapi';
import { connectionsJsonSchema } from '../../shared/config/connection-schema';
import { policyJsonSchema } from '../../shared/config/policy-schema';
import {
  evictionJsonSchema,
  methodJsonSchema,
  remediationJsonSchema,
  reminderJsonSchema,
  resultJsonSchema,
  serviceJsonSchema,
} from '../../shared/messages/json-schema';
import { builtInFilesModule, builtInFilesPath } from './built-in-files';

/** Writes the JSON Schemas that are shipped, and the module that imports the files of built-in formats. */
const project = join(__dirname, '../../..');
const folder = join(project, 'docs/schemas');
const schemas = {
  'revocation-result.schema.json': resultJsonSchema(),
  'revocation-method.schema.json': methodJsonSchema(),
  'revocation-eviction.schema.json': evictionJsonSchema(),
  'revocation-reminder.schema.json': reminderJsonSchema(),
  'revocation-service.schema.json': serviceJsonSchema(),
  'ocsf-remediation-activity.schema.json': remediationJsonSchema(),
  'revocation-policy.schema.json': policyJsonSchema(),
  'tenants.schema.json': connectionsJsonSchema(),
  'decision.schema.json': decisionJsonSchema(),
  'alert-formats.schema.json': formatsJsonSchema(),
  'openapi.json': openApiDocument(),
};
mkdirSync(folder, { recursive: true });
for (const [file, schema] of Object.entries(schemas)) {
  writeFileSync(join(folder, file), `${JSON.stringify(schema, null, 2)}\n`);
}
const formats = join(project, 'shared/alerts/formats');
writeFileSync(builtInFilesPath(formats), builtInFilesModule(formats));
