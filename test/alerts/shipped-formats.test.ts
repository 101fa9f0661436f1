import { describe, expect, it } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { addedFormats } from '../../shared/alerts/added-formats';
import { formatGrammar } from '../../shared/alerts/format-schema';
import { builtInFiles } from '../../shared/alerts/formats/built-in-files';
import { builtInDefinitions } from '../../shared/alerts/formats/registry';
import { isObject } from '../../shared/messages/json-object';
import { readMessage } from '../../shared/alerts/read-message';
import { averyAccount as avery, changed } from '../fixtures/alerts/alert-fixture';
import { alertFixtures } from '../fixtures/alerts/all';
import { expectEqual } from '../support/equal';
import { builtInFilesModule, builtInFilesPath } from '../support/built-in-files';

const { formatFile } = formatGrammar();
const root = join(__dirname, '../..');
const folder = join(root, 'shared/alerts/formats');
const parse = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8')) as unknown;
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
// The schema of the file as zod reads it back: another reading of the same document.
const shippedSchema = z.fromJSONSchema(
  parse(join(root, 'docs/schemas/alert-formats.schema.json')) as Parameters<typeof z.fromJSONSchema>[0],
);

describe.each(files)('the shipped file %s', (file) => {
  const content = parse(join(folder, file));
  it('is valid against the grammar', () => expect(formatFile.safeParse(content).error).toBeUndefined());
  it('is valid against the shipped JSON Schema', () =>
    expect(shippedSchema.safeParse(content).error).toBeUndefined());
  it('names the shipped JSON Schema, for editors', () => {
    const reference = isObject(content) ? content['$schema'] : undefined;
    expect(join(folder, String(reference))).toBe(join(root, 'docs/schemas/alert-formats.schema.json'));
  });
  it('describes each of its formats and cites its source', () => {
    const read = formatFile.parse(content);
    expect(read.formats.filter(({ description, source }) => !description || !source)).toEqual([]);
  });
});

describe('the built-in formats', () => {
  it('are imported from every file of their folder', () =>
    expect(readFileSync(builtInFilesPath(folder), 'utf8')).toBe(builtInFilesModule(folder)));
  it('have names of their own', () =>
    expect(builtInDefinitions.size).toBe(builtInFiles.flatMap(({ formats }) => formats).length));
  it('need code in one place alone', () =>
    expect([...builtInDefinitions.values()].flatMap(({ name, hook }) => (hook ? [name] : []))).toEqual([
      'securityEvent',
    ]));
});

/** A copy of every shipped file, as an operator would make it: each format replaces its original. */
const copies = addedFormats(
  files.map((file) => {
    const read = formatFile.parse(parse(join(folder, file)));
    const formats = read.formats.map((format) => ({ ...format, replaces: format.name }));
    return { kind: 'file' as const, file, content: { ...read, formats } };
  }),
);

describe("an operator's copy of a shipped file, by `replaces`,", () => {
  const formats = copies.kind === 'valid' ? copies.formats : [];
  it('is valid', () => expect(copies).toMatchObject({ kind: 'valid' }));
  it.each(alertFixtures.map((fixture) => [fixture.format, fixture] as const))(
    'reads every alert as the built-in one does, path for path: %s',
    (_format, fixture) => {
      const alerts = [
        fixture.alert([avery]),
        changed(fixture.alert([avery, { ...avery, id: '', upn: 'blake@contoso.com' }]), fixture.lookAlikes),
        ...fixture.quiet.map((changes) => changed(fixture.alert([avery]), changes)),
      ];
      for (const alert of alerts) {
        const body = Buffer.from(JSON.stringify(alert));
        const builtIn = readMessage(body, { fallbackId: 'm' });
        expectEqual(readMessage(body, { fallbackId: 'm', formats }), builtIn);
      }
    },
  );
});
