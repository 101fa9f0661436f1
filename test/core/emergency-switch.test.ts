import { describe, it, expect } from '@jest/globals';
import * as fc from 'fast-check';
import { writeDetail } from '../../shared/core/detail';
import { policyUnder, switchedOff } from '../../shared/core/emergency-switch';
import { settingsInForce } from '../../shared/core/settings-in-force';
import { switchText } from '../../shared/core/switch-change';
import { anyCharacter } from '../support/any-text';
import { aPolicy, found } from '../support/builders';
import { given } from '../support/given-when-then';
import { aChange } from '../support/switch-changes';

const stop = aChange('stopped');
const later = { since: new Date('2026-11-23T04:00:00.000Z'), attempts: 0 };

describe('while the emergency switch says stopped', () => {
  it.each([
    ['a revocation', {}],
    ['a preview', { mode: 'whatIf' }],
    ['a request that needs approval', { confirm: true }],
  ] as const)('%s is not enabled, and the outcome says since when, by whom and why', (_what, request) =>
    given(found())
      .when(request, { stop })
      .denies('notEnabled', 'stopped at 2026-11-23T09:58:00.000Z by lead@contoso.com: Drill'),
  );
  it('an approved one is not enabled either', () =>
    given({ ...found(), approved: { userId: 'x' }, approval: { kind: 'none' } })
      .when({}, { stop })
      .denies('notEnabled', 'Drill'));
  it('a request that is no request, or too old, is answered as ever', () => {
    given(found()).when({ tenantId: '9f3c2a10-58de-4c1b-9a77-0d2f5b8e4c31' }, { stop }).denies('rejected');
    given({ ...found(), age: later })
      .when({}, { stop })
      .denies('expired');
  });
});

describe('the stricter of the switch and the settings counts', () => {
  it.each([
    ['running', 'on', undefined],
    ['running', 'off', 'Revocation is switched off for this tenant.'],
    ['stopped', 'on', /^All revocations were stopped/],
    ['stopped', 'off', 'Revocation is switched off for this tenant.'],
    [undefined, 'on', undefined],
    [undefined, 'off', 'Revocation is switched off for this tenant.'],
  ] as const)('the switch %s, the setting %s', (state, setting, detail) => {
    const policy = aPolicy({ revocationEnabled: setting === 'on' });
    const off = switchedOff(policyUnder(policy, state && aChange(state)));
    if (detail === undefined) expect(off).toBeUndefined();
    else expect(off && writeDetail(off)).toMatch(detail);
  });
});

describe('the text of a change', () => {
  it('is one line, well-formed, and no longer than its limit, whatever was written', () =>
    fc.assert(
      fc.property(
        fc.string({ unit: anyCharacter, maxLength: 300 }),
        fc.integer({ min: 7, max: 200 }),
        (text, max) => {
          const line = switchText(text, max);
          const isOneLine = line !== '' && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(line);
          return isOneLine && line.isWellFormed() && line.length <= max;
        },
      ),
    ));
  it.each([[undefined], [7], ['  '], ['\n']])('is unknown for %p', (text) =>
    expect(switchText(text, 100)).toBe('unknown'),
  );
});

describe('the settings in force', () => {
  it.each([
    [{}, 'revoke'],
    [{ mode: 'whatIf' }, 'whatIf'],
    [{ mode: 'whatIf', revocationEnabled: false }, 'off'],
    // The switch is not a setting: it has an event of its own.
    [{ stop }, 'revoke'],
  ] as const)('of %j have the mode %s', (changes, mode) =>
    expect(settingsInForce(aPolicy(changes)).mode).toBe(mode),
  );
  it('have the same digest in whatever order the keys are written, and while the switch says stopped', () => {
    const policy = aPolicy({ brake: { users: 25, windowMs: 3_600_000, repeats: 3 } });
    const reversed = Object.fromEntries(Object.entries(policy).toReversed()) as typeof policy;
    const digest = settingsInForce(policy).policyDigest;
    expect(digest).toMatch(/^[0-9a-f]{16}$/);
    expect(settingsInForce({ ...reversed, stop }).policyDigest).toBe(digest);
  });
  it.each([
    [{ mode: 'whatIf' }],
    [{ protected: { users: ['a@contoso.com', 'b@contoso.com'], groups: [], roles: [] } }],
    [{ protected: { users: ['b@contoso.com', 'a@contoso.com'], groups: [], roles: [] } }],
    [{ brake: { users: 26, windowMs: 3_600_000, repeats: 3 } }],
    [{ maxRequestAgeMs: 1 }],
  ] as const)('have another digest with %j', (changes) =>
    expect(settingsInForce(aPolicy(changes)).policyDigest).not.toBe(settingsInForce(aPolicy()).policyDigest),
  );
});
