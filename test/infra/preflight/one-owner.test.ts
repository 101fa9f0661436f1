import { afterAll, describe, expect, it } from '@jest/globals';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { bicep } from '../../../infra/bicep';
import { findCompiler } from '../../../infra/compiler';
import { armGuid } from '../../../infra/preflight/arm-guid';
import { differences } from '../../../infra/preflight/compare-settings';
import { parameterValues, variablesOfParameters } from '../../../infra/preflight/parameter-values';
import { OWNED_SETTINGS, SETTINGS_FILES, TEMPLATE_SETTINGS } from '../../../infra/preflight/setting-table';
import { armModule, templateParameters } from '../../support/arm-template';
import { deployed } from '../../support/azd-environment';

const root = join(__dirname, '../../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const parametersText = read('infra/main.parameters.json');

describe('every parameter of the template', () => {
  it('has one owner: a variable of azd, or a file', () => {
    const { parameters } = JSON.parse(parametersText) as { parameters: object };
    const owners = [...Object.keys(parameters), ...Object.keys(SETTINGS_FILES)];
    expect(owners.sort()).toEqual(Object.keys(templateParameters).sort());
  });
  it('is written once, since a reader of JSON takes the last one in silence', () => {
    const named = [...parametersText.matchAll(/^ {4}"(\w+)": \{/gm)].map(([, name = '']) => name);
    expect(named.sort()).toEqual(Object.keys(variablesOfParameters(parametersText)).sort());
  });
  it('that a file owns has the file as its default', () => {
    for (const [parameter, file] of Object.entries(SETTINGS_FILES)) {
      expect(read('infra/main.bicep')).toMatch(
        new RegExp(`param ${parameter} \\w+ = loadJsonContent\\('settings/${file}'\\)`),
      );
    }
  });
  it('that a variable owns is set by it, and is left to the template without it', () => {
    const names = variablesOfParameters(parametersText);
    expect(Object.keys(names).length).toBe(new Set(Object.values(names)).size);
    const all = Object.fromEntries(Object.values(names).map((name) => [name, `of ${name}`]));
    const set = parameterValues(parametersText, all);
    for (const [parameter, name] of Object.entries(names)) expect(set[parameter]).toBe(`of ${name}`);
    const unset = parameterValues(parametersText, {});
    expect(unset).toMatchObject({ revocationMode: 'whatIf', revocationEnabled: 'true', cloud: 'global' });
    expect(parameterValues(parametersText, { CLOUD: '' })).toEqual(unset);
    for (const [parameter, value] of Object.entries(unset)) {
      expect(String(templateParameters[parameter]?.defaultValue)).toBe(value);
    }
  });
});

/** The settings at the head of the list that are outputs of other modules than that of the app. */
const OF_MODULES = 5;

describe('every setting that is deployed', () => {
  const given = armModule('function-app').given['settings']?.value as Readonly<Record<string, string>>;
  it('has its owner in the table of the checks, as in the template', () => {
    const pairs = OWNED_SETTINGS.filter(({ secret }) => !secret).map(({ setting, parameter, file }) => ({
      setting,
      isFrom: [parameter, file].filter((name) => given[setting]?.includes(`parameters('${String(name)}')`)),
    }));
    for (const { setting, isFrom } of pairs) expect([setting, isFrom.length > 0]).toEqual([setting, true]);
    const ofTheTemplate = Object.keys(given).filter((name) => !pairs.some(({ setting }) => setting === name));
    expect(ofTheTemplate).toEqual(TEMPLATE_SETTINGS.slice(0, OF_MODULES));
    const { webhookSources, additionalSettings } = armModule('function-app').given;
    expect(JSON.stringify(webhookSources)).toContain(`parameters('webhookSources')`);
    expect(additionalSettings).toEqual({ value: "[parameters('additionalSettings')]" });
  });
  it('is in the record, and no other is written', () => {
    const config = armModule('function-app').resources.find(
      ({ type }) => type === 'Microsoft.Web/sites/config',
    );
    const written = JSON.stringify(config?.properties);
    const fixed = [...written.matchAll(/'(\w+)', (?:parameters|variables|reference|'|format|if)/g)];
    const names = new Set(fixed.map(([, name]) => name));
    for (const name of TEMPLATE_SETTINGS.slice(OF_MODULES))
      expect([name, names.has(name)]).toEqual([name, true]);
    const union = /union\(parameters\('additionalSettings'\), parameters\('settings'\), createObject\(/g;
    expect(written.match(union)).toHaveLength(2);
    expect(written).toContain(
      "'SETTINGS_WRITTEN', string(toObject(items(union(parameters('additionalSettings')",
    );
  });
});

describe('the record of a deployment', () => {
  it('names values as the template function guid does (answers of the Bicep CLI 0.49.2)', () =>
    expect(['', 'abc', 'é"x'].map(armGuid)).toEqual([
      'e655a85f-3ab2-5e4a-9666-569aa72a5a10',
      'a9b46cc2-65a6-5559-9f14-7091827ab32f',
      'bed9f711-1b7c-5a77-8f9f-0c24e04bc222',
    ]));

  const compiler = findCompiler();
  const folder = mkdtempSync(join(tmpdir(), 'session-revoker-record-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  (compiler ? it : it.skip)('is what the template evaluates to, for every value that is known before', () => {
    cpSync(join(root, 'infra'), join(folder, 'infra'), { recursive: true });
    writeFileSync(join(folder, 'infra/settings/policy.json'), '{"protected":{"users":["é@contoso.com"]}}');
    writeFileSync(
      join(folder, 'infra/settings/app-settings.json'),
      '{"OTHER":"1","REVOCATION_MODE":"revoke"}',
    );
    const parameters = join(folder, 'x.bicepparam');
    writeFileSync(
      parameters,
      "using 'infra/main.bicep'\nparam environmentName = 'x'\nparam location = 'westeurope'\nparam alertEmail = ''\n",
    );
    if (!compiler) return;
    const place = [
      '--location',
      'westeurope',
      '--tenant-id',
      armGuid('t'),
      '--subscription-id',
      armGuid('s'),
    ];
    const { isOk, findings } = bicep(compiler, 'snapshot', parameters, '--mode', 'overwrite', ...place);
    expect([isOk, findings]).toEqual([true, []]);
    const { predictedResources } = JSON.parse(readFileSync(join(folder, 'x.snapshot.json'), 'utf8')) as {
      predictedResources: readonly { type: string; properties: Readonly<Record<string, string>> }[];
    };
    const { SETTINGS_WRITTEN: record = '', ...settings } =
      predictedResources.find(({ type }) => type === 'Microsoft.Web/sites/config')?.properties ?? {};
    expect(settings).toMatchObject({ OTHER: '1', REVOCATION_MODE: 'whatIf' });
    const known = Object.entries(settings).filter(([, value]) => !value.startsWith('[') || value === '[]');
    expect(known.length).toBeGreaterThan(20);
    for (const [name, value] of known) expect(record).toContain(`'${name}', '${armGuid(value)}'`);
    for (const name of Object.keys(settings)) expect(record).toContain(`'${name}', `);
  });
});

describe('what a deployment would undo', () => {
  const name = fc.stringMatching(/^[A-Z]{1,8}$/);
  const word = fc.stringMatching(/^[a-z]{1,8}$/);
  const settings = fc.dictionary(name, fc.string());
  it('is nothing after a deployment, whatever the next one writes', () =>
    fc.assert(
      fc.property(settings, settings, (live, next) => {
        expect(differences(deployed(live), { ...live, ...next })).toEqual([]);
      }),
    ));
  it('is each setting that was changed or removed by hand, unless the next one writes the live value', () =>
    fc.assert(
      fc.property(
        settings,
        name,
        fc.uniqueArray(word, { minLength: 3, maxLength: 3 }),
        (others, one, values) => {
          const [before = '', live = '', next = ''] = values;
          const written = { ...others, [one]: before };
          const changed = { ...deployed(written), [one]: live };
          expect(differences(changed, { ...written, [one]: next })).toEqual([
            { setting: one, kind: 'changed' },
          ]);
          expect(differences(changed, { ...written, [one]: live })).toEqual([]);
          const { [one]: _removed, ...left } = deployed(written);
          expect(differences(left, { ...written, [one]: next })).toEqual([{ setting: one, kind: 'changed' }]);
        },
      ),
    ));
  it('is not a setting that is gone from the app and from its file, but one that the template has', () => {
    const { OTHER: _removed, ...left } = deployed({ A: 'x', OTHER: '1' });
    expect(differences(left, { A: 'x' })).toEqual([]);
    const { AZURE_CLIENT_ID: _cleared, ...cleared } = deployed({ A: 'x', AZURE_CLIENT_ID: 'y' });
    expect(differences(cleared, { A: 'x' })).toEqual([{ setting: 'AZURE_CLIENT_ID', kind: 'changed' }]);
  });
  it('is, without a record, each setting that the next one would change or remove', () =>
    expect(
      differences(
        { A: 'x', B: 'same', C: '{ "a": [1] }', D: 'unknown', E: 'mine', AZURE_CLIENT_ID: 'x' },
        { A: 'y', B: 'same', C: '{"a":[1]}', D: undefined },
      ),
    ).toEqual([
      { setting: 'A', kind: 'setByHand' },
      { setting: 'E', kind: 'unowned' },
    ]));
  it.each(['', 'not JSON', '[]', 'null', '"x"'])(
    'is found without a record when the record is %j',
    (record) =>
      expect(differences({ A: 'x', SETTINGS_WRITTEN: record }, { A: 'y' })).toEqual([
        { setting: 'A', kind: 'setByHand' },
      ]),
  );
  it('is not the form of a list of formats', () => {
    const live = JSON.stringify({ formats: [{ name: 'b' }, { name: 'a' }] });
    expect(differences({ ALERT_FORMATS: live }, { ALERT_FORMATS: '[{"name":"a"},{"name":"b"}]' })).toEqual(
      [],
    );
    expect(differences({ ALERT_FORMATS: live }, { ALERT_FORMATS: '[{"name":"a"}]' })).toHaveLength(1);
  });
});
