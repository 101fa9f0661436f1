import * as z from 'zod';
import type { Connection } from '../core/connection';
import { GUID } from '../core/guid';
import { fieldPath } from '../messages/field-path';
import type { LedgerConfig, TenantsConfig } from './config';
import { connectionSchema } from './connection-schema';
import type { Environment } from './environment';
import type { Read } from './read';
import { ONCE, valid } from './read';
import { readJson } from './read-json';

/** The value of `TENANTS` that says that the connections are in the ledger's account. */
const IN_TABLE = 'table';
const NO_LIST = 'must be a JSON list, or table';
const MAX_LISTED = 100;

const variables = z.object({
  TENANTS: z.string().optional(),
  TENANT_APPLICATION_ID: z.string().optional(),
});

/**
 * Reads the connections to tenants beside the home tenant: `TENANTS`, which lists them or says `table`, and the application
 * by which they are reached.
 */
export function readTenants(settings: Environment, ledger: LedgerConfig | undefined): Read<TenantsConfig> {
  const { TENANTS: written, TENANT_APPLICATION_ID: application } = variables.parse(settings, ONCE);
  if (written === undefined) return valid({ kind: 'none' });
  const problems = problemsBeside(settings);
  if (written.trim() === IN_TABLE) {
    if (ledger?.kind === 'memory')
      problems.push('TENANTS: is table, but LEDGER_STORAGE is memory: set a storage account, or list them');
    if (problems.length > 0 || !ledger || ledger.kind === 'memory') return { kind: 'invalid', problems };
    return valid({ kind: 'table', table: ledger, applicationId: application ?? '' });
  }
  const listed = readListed(written);
  if (listed.kind === 'invalid' || problems.length > 0) {
    return {
      kind: 'invalid',
      problems: [...problems, ...(listed.kind === 'invalid' ? listed.problems : [])],
    };
  }
  return valid({ kind: 'listed', connections: listed.value, applicationId: application ?? '' });
}

/** What connections need beside themselves. */
function problemsBeside({ TENANT_ID, TENANT_APPLICATION_ID, AZURE_CLIENT_ID }: Environment): string[] {
  const problems: string[] = [];
  if (TENANT_APPLICATION_ID === undefined || !GUID.test(TENANT_APPLICATION_ID)) {
    problems.push(
      'TENANT_APPLICATION_ID: is required with TENANTS: the id (a GUID) of the multi-tenant application',
    );
  }
  if (AZURE_CLIENT_ID === undefined) {
    problems.push(
      'AZURE_CLIENT_ID: is required with TENANTS: a system-assigned identity cannot be federated with an application',
    );
  }
  if (TENANT_ID !== undefined && !GUID.test(TENANT_ID))
    problems.push('TENANT_ID: must be a GUID with TENANTS: alerts name tenants by their ids');
  return problems;
}

function readListed(written: string): Read<readonly Connection[]> {
  if (/^\s*\w+\s*$/.test(written)) return { kind: 'invalid', problems: [`TENANTS: ${NO_LIST}`] };
  const json = readJson(written);
  if (json.kind === 'invalid')
    return { kind: 'invalid', problems: json.problems.map((problem) => `TENANTS: ${problem}`) };
  const schema = z
    .array(connectionSchema, { error: NO_LIST })
    .max(MAX_LISTED, {
      error: `has more than ${String(MAX_LISTED)}: put them into the table of tenants, and write table`,
    })
    .check(({ value: all, issues }) => {
      for (const [n, { tenantId }] of all.entries()) {
        const first = all.findIndex((other) => other.tenantId === tenantId);
        if (first === n) continue;
        const message = `is the tenant of TENANTS[${String(first)}] as well`;
        issues.push({ code: 'custom', message, path: [n, 'tenantId'], input: tenantId });
      }
    });
  const parsed = schema.safeParse(json.value, ONCE);
  return parsed.success
    ? valid(parsed.data)
    : { kind: 'invalid', problems: parsed.error.issues.map((issue) => problemOf(['TENANTS'], issue)) };
}

/** Reads one connection, as the table of tenants has it; problems begin with the field's path. */
export function readConnection(text: string): Read<Connection> {
  const json = readJson(text);
  if (json.kind === 'invalid') return json;
  const parsed = connectionSchema.safeParse(json.value);
  return parsed.success
    ? valid(parsed.data)
    : { kind: 'invalid', problems: parsed.error.issues.map((issue) => problemOf([], issue)) };
}

function problemOf(within: readonly string[], { path, message }: z.core.$ZodIssue): string {
  const where = [...within, ...path];
  return where.length === 0 ? message : `${fieldPath(where)}: ${message}`;
}
