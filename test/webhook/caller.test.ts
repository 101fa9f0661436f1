import { describe, expect, it } from '@jest/globals';
import { entraCaller, keyCaller } from '../../shared/webhook/caller';

const ID = '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a31';
const principal = (claims: unknown): string => Buffer.from(JSON.stringify({ claims })).toString('base64');

describe('a caller by key', () => {
  it('is named after a digest of the key, which does not reveal it', () => {
    const caller = keyCaller({ 'x-functions-key': 'secret-1' }, []);
    expect(caller).toMatch(/^webhook:key-[\da-f]{12}$/);
    expect(keyCaller({}, [['code', 'secret-1']])).toBe(caller);
    expect(keyCaller({}, [['code', 'secret-2']])).not.toBe(caller);
  });
  it('is named after the key that the host verifies: the header counts before the query', () =>
    expect(keyCaller({ 'x-functions-key': 'mine' }, [['code', 'theirs']])).toBe(
      keyCaller({}, [['code', 'mine']]),
    ));
  it('has the same name in every host without keys', () =>
    expect(keyCaller({}, [])).toBe('webhook:key-none'));
});

describe('a caller by Entra ID', () => {
  it.each<[string, string | undefined, string]>([
    ['the application of a v2.0 token', principal([{ typ: 'azp', val: 'app-1' }]), 'entra:app-1'],
    ['the application of a v1.0 token', principal([{ typ: 'appid', val: 'app-1' }]), 'entra:app-1'],
    ['its object id with an empty claim', principal([{ typ: 'azp', val: '' }]), `entra:${ID}`],
    ['its object id without such a claim', principal([{ typ: 'name', val: 'n' }]), `entra:${ID}`],
    ['its object id with claims that cannot be read', 'e30=', `entra:${ID}`],
    ['its object id without claims', undefined, `entra:${ID}`],
  ])('is %s', (_what, claims, receivedBy) =>
    expect(
      entraCaller({
        'x-ms-client-principal-id': ID,
        ...(claims !== undefined && { 'x-ms-client-principal': claims }),
      }),
    ).toBe(receivedBy),
  );
  it('is nobody whom the platform has not authenticated', () =>
    expect(entraCaller({ 'x-ms-client-principal': principal([]) })).toBeUndefined());
});
