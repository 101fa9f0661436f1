import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { NOW, found } from '../support/builders';
import { expectEqual } from '../support/equal';
import { facts, policies, requests } from '../support/generators';
import { given } from '../support/given-when-then';
import { planFor } from '../support/plan';

describe('the mode', () => {
  it.each([
    ['revoke', 'revoke', 'revoke'],
    ['whatIf', 'revoke', 'whatIf'],
    ['revoke', 'whatIf', 'whatIf'],
    ['whatIf', 'whatIf', 'whatIf'],
  ] as const)('a request for %s in an app for %s is done as %s', (asked, allowed, done) =>
    given(found()).when({ mode: asked }, { mode: allowed }).proceeds(done),
  );
  it('never changes what is decided', () => {
    fc.assert(
      fc.property(requests, facts, policies, (request, known, policy) => {
        const plan = (mode: 'revoke' | 'whatIf'): unknown => ({
          ...planFor({ ...request, mode }, known, { ...policy, mode: 'revoke' }, NOW),
          mode: undefined,
        });
        expectEqual(plan('whatIf'), plan('revoke'));
      }),
    );
  });
});
