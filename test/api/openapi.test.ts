import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { endpoints } from '../../shared/api/endpoints';
import { openApiDocument } from '../../shared/api/openapi';
import { roles } from '../../shared/api/roles';
import { native } from '../../shared/alerts/native-request';
import { readMessage } from '../../shared/alerts/read-message';
import { zlibDecompress } from '../../shared/adapters/zlib-decompress';
import { description, validator } from '../support/described-answer';

const docs = join(__dirname, '../../docs');
const shipped = readFileSync(join(docs, 'schemas/openapi.json'), 'utf8');
const page = readFileSync(join(docs, 'api.md'), 'utf8');

/** Every reference in a document. */
function referencesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) =>
    name === '$ref' && typeof part === 'string' ? [part] : referencesIn(part),
  );
}

function found(reference: string): unknown {
  const steps = reference.replace(/^#\//, '').split('/');
  return steps.reduce<unknown>(
    (at, step) => (typeof at === 'object' && at !== null ? Reflect.get(at, step) : undefined),
    description,
  );
}

describe('the description of the API', () => {
  it('is shipped as the code generates it', () => {
    expect(JSON.parse(shipped)).toEqual(JSON.parse(JSON.stringify(openApiDocument())));
  });
  it('has every operation under its own name, and no other', () => {
    const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => [
        Reflect.get(operation, 'operationId') as unknown,
        `${method.toUpperCase()} ${path}`,
      ]),
    );
    expect(Object.fromEntries(operations)).toEqual(
      Object.fromEntries(
        Object.entries(endpoints).map(([name, { method, route }]) => [name, `${method} /${route}`]),
      ),
    );
  });
  it('refers to nothing that it does not have', () => {
    const references = referencesIn(description);
    expect(references.length).toBeGreaterThan(30);
    expect(references.filter((reference) => found(reference) === undefined)).toEqual([]);
  });
  it('has a parameter for each step of a path that varies', () => {
    for (const [path, methods] of Object.entries(description.paths)) {
      const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      for (const operation of Object.values(methods)) {
        const parameters = (Reflect.get(operation, 'parameters') ?? []) as { name: string; in: string }[];
        expect(parameters.filter(({ in: place }) => place === 'path').map(({ name }) => name)).toEqual(names);
      }
    }
  });
  it.each(Object.keys(description.components.schemas))('has a schema %s that a validator can use', (name) => {
    expect(typeof validator(name)).toBe('function');
  });
});

describe('a request', () => {
  it.each<[boolean, object]>([
    [true, { user: 'avery@contoso.com' }],
    [true, { users: ['avery@contoso.com', { sid: 'S-1-5-21-1-2-3-4' }], whatIf: true, reason: 'x' }],
    [true, { user: { id: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a01' }, alert: { id: '7', severity: 'high' } }],
    [false, { user: 'avery@contoso.com', whatlf: true }],
    [false, { user: 'avery@contoso.com', confirm: 'yes' }],
    [false, { user: 'avery@contoso.com', id: '' }],
  ])('is described as the app reads it: %s %j', (isValid, body) => {
    const bytes = new TextEncoder().encode(JSON.stringify(body));
    const context = { formats: [], decompress: zlibDecompress, fallbackId: 'r-1', isVerified: false };
    const [reading] = readMessage(bytes, context);
    expect(reading).toMatchObject(
      isValid ? { kind: 'request', request: { format: native.name } } : { kind: 'rejected' },
    );
    expect(validator('NewRequest')(body)).toBe(isValid);
  });
});

describe('docs/api.md', () => {
  it('names every operation and every role', () => {
    const missing = [
      ...Object.values(endpoints).map(({ method, route }) => `${method} /api/${route}`),
      ...Object.values(roles),
    ].filter((text) => !page.includes(text));
    expect(missing).toEqual([]);
  });
});
