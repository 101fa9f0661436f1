import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bicep } from './bicep';
import type { Ran } from './bicep';
import type { Compiler } from './compiler';

const infra = join(__dirname, '../../infra');
const types = join(infra, 'vendored/msgraph-bicep-types/index.json');

/** The folders of the templates that use the types of Microsoft Graph. */
export const GRAPH_TEMPLATES = ['graph-consent', 'api-registration'] as const;

/** Compiles such a template with the vendored types, as a deployment compiles it with those of the registry. */
export function buildGraphTemplate(compiler: Compiler, name: (typeof GRAPH_TEMPLATES)[number]): Ran {
  const folder = join(infra, name);
  const copy = mkdtempSync(join(tmpdir(), 'session-revoker-graph-'));
  try {
    const published = bicep(compiler, 'publish-extension', types, '--target', join(copy, 'types.tgz'));
    if (!published.isOk) return published;
    const config = JSON.parse(readFileSync(join(folder, 'bicepconfig.json'), 'utf8')) as object;
    const local = { ...config, extensions: { microsoftGraphV1: './types.tgz' } };
    writeFileSync(join(copy, 'bicepconfig.json'), JSON.stringify(local));
    copyFileSync(join(folder, 'main.bicep'), join(copy, 'main.bicep'));
    const built = bicep(compiler, 'build', join(copy, 'main.bicep'), '--stdout');
    return { ...built, findings: built.findings.map((finding) => finding.replace(copy, folder)) };
  } finally {
    rmSync(copy, { recursive: true });
  }
}
