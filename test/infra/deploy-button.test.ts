import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deployButton } from '../../infra/deploy-button';
import { templateParameters } from '../support/arm-template';

const infra = join(__dirname, '../../infra');

interface Element {
  readonly name: string;
  readonly defaultValue?: unknown;
  readonly constraints?: {
    readonly allowedValues?: readonly { readonly label: string; readonly value: string }[];
  };
}
const definition = JSON.parse(readFileSync(join(infra, 'ui-definition.json'), 'utf8')) as {
  readonly view: {
    readonly properties: {
      readonly steps: readonly { readonly name: string; readonly elements: readonly Element[] }[];
    };
    readonly outputs: { readonly kind: string; readonly parameters: Readonly<Record<string, string>> };
  };
};
const { properties, outputs } = definition.view;
const elementOf = (expression: string): Element | undefined => {
  const [, step, name] = /^\[steps\('(\w+)'\)\.(\w+)/.exec(expression) ?? [];
  return properties.steps.find((one) => one.name === step)?.elements.find((one) => one.name === name);
};

describe('the page of the portal', () => {
  it('deploys to a subscription, as the template does', () => expect(outputs.kind).toBe('Subscription'));
  it('fills in parameters that the template has, each from a field that is there', () => {
    const given = Object.entries(outputs.parameters);
    expect(given.filter(([name]) => !(name in templateParameters))).toEqual([]);
    expect(given.filter(([, expression]) => !elementOf(expression))).toEqual([]);
  });
  it('asks for every parameter without a default', () => {
    const required = Object.entries(templateParameters).filter(
      ([, parameter]) => !('defaultValue' in parameter),
    );
    expect(required.map(([name]) => name).filter((name) => !(name in outputs.parameters))).toEqual([]);
  });
  it('offers the values that the template takes, and its default first', () => {
    for (const [name, expression] of Object.entries(outputs.parameters)) {
      const { allowedValues, defaultValue } = templateParameters[name] ?? {};
      const element = elementOf(expression);
      const offered = element?.constraints?.allowedValues;
      expect(offered?.map(({ value }) => value).toSorted()).toEqual(allowedValues?.toSorted());
      const chosen = offered?.find(({ label }) => label === element?.defaultValue)?.value;
      if (offered) expect([name, chosen]).toEqual([name, defaultValue]);
    }
  });
});

describe('the notes of a release', () => {
  const address = 'https://raw.example.org/o/n/{tag}/infra/';
  it('say how to deploy it without a clone, from files that it has', () => {
    expect(deployButton(undefined, 'v1.2.0')).toMatch(
      /az deployment sub create [^]*main\.json[^]*config-zip [^]*session-revoker\.zip/,
    );
    expect(deployButton(undefined, 'v1.2.0')).toContain('what is not given is set to its default');
    expect(deployButton('', 'v1.2.0')).not.toContain('portal.azure.com');
  });
  it('have a button only with a public address, which is that of the tag', () => {
    const [, link = ''] = /\]\((https:\/\/portal[^)]+)\)/.exec(deployButton(address, 'v1.2.0')) ?? [];
    const [template = '', page = ''] = [...link.matchAll(/(?:uri|uiFormDefinitionUri)\/([^/]+)/g)].map(
      ([, uri = '']) => decodeURIComponent(uri),
    );
    expect([template, page]).toEqual([
      'https://raw.example.org/o/n/v1.2.0/infra/main.json',
      'https://raw.example.org/o/n/v1.2.0/infra/ui-definition.json',
    ]);
    for (const file of [template, page])
      expect(existsSync(join(infra, file.slice(file.lastIndexOf('/'))))).toBe(true);
  });
  it('give every parameter without a default', () => {
    const required = Object.keys(templateParameters).filter(
      (name) => !('defaultValue' in (templateParameters[name] ?? {})),
    );
    for (const name of required) expect(deployButton(undefined, 'v1.2.0')).toContain(`${name}=`);
  });
});
