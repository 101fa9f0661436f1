import { describe, expect, it } from '@jest/globals';
import { textDetail } from '../../shared/core/detail';
import type { MethodResult } from '../../shared/core/outcome';
import { withStepsNotDone } from '../../shared/core/steps-not-done';
import { detailIn } from '../../shared/messages/sentences/write-detail';

type Method = Pick<MethodResult, 'name' | 'status'>;

const textOf = (...methods: readonly Method[]): string =>
  detailIn('en', withStepsNotDone(methods, { detail: textDetail('Signed out.') }).detail);

describe('the detail of a revocation', () => {
  it.each<[string, readonly Method[], string]>([
    [
      'names first the steps that failed, or that policy does not let the sender ask for',
      [
        { name: 'graph', status: 'accepted' },
        { name: 'disableSignIn', status: 'failed' },
        { name: 'confirmCompromised', status: 'contained' },
        { name: 'disableDevices', status: 'notEnabled' },
        { name: 'revokeAgain', status: 'unchanged' },
      ],
      'These steps of the containment were not done: disableSignIn, disableDevices. Signed out.',
    ],
    [
      'is that of the revocation when each step is done, has nothing to change, or is reported later',
      [
        { name: 'disableSignIn', status: 'contained' },
        { name: 'removeConsents', status: 'unchanged' },
        { name: 'identityAccounts', status: 'pending' },
      ],
      'Signed out.',
    ],
    [
      'is about steps alone: SharePoint has its own sentence',
      [{ name: 'sharePoint', status: 'failed' }],
      'Signed out.',
    ],
  ])('%s', (_, methods, text) => expect(textOf(...methods)).toBe(text));
});
