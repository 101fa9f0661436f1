import { describe, expect, it } from '@jest/globals';
import { foreseenSteps } from '../../shared/cli/foreseen-steps';
import { previewView } from '../../shared/cli/preview-view';
import type { OutcomeRecord } from '../../shared/cli/records';
import { outcomeRecord } from '../../shared/cli/records';

type Method = OutcomeRecord['methods'][number];
const AVERY = '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a01';
const signIn: Method = {
  name: 'disableSignIn',
  status: 'foreseen',
  changed: [{ kind: 'signIn', id: AVERY }],
};
const removal: Method = {
  name: 'removeAuthenticationMethods',
  status: 'foreseen',
  changed: [
    { kind: 'authenticationMethod', id: 'm-1', name: 'fido2', isFinal: true },
    { kind: 'authenticationMethod', id: 'm-2', isFinal: true },
  ],
};

function previewOf(...methods: readonly Method[]): OutcomeRecord {
  return outcomeRecord.parse({
    id: 'outcome-1',
    requestId: 'inc-1',
    status: 'whatIf',
    message: 'What if: nothing was changed.',
    completedAt: '2026-11-23T10:00:00Z',
    predicted: 'signOutPending',
    user: { reference: 'avery@contoso.com', id: AVERY },
    methods,
  });
}

const headings = (...methods: readonly Method[]): readonly string[] => {
  const previewed = [{ file: 'a.json', outcome: previewOf(...methods), wouldBe: 'signOutPending' }];
  return previewView(undefined).columns.flatMap(({ heading, when }) =>
    when === undefined || when(previewed) ? heading : [],
  );
};

describe('a preview for people', () => {
  it.each<[string, readonly Method[], string | undefined, string | undefined]>([
    ['nothing of a plain revocation', [{ name: 'graph', status: 'accepted' }], undefined, undefined],
    [
      'nothing of a step that would change nothing',
      [{ ...removal, status: 'unchanged' }],
      undefined,
      undefined,
    ],
    [
      'what could be brought back apart from what is final',
      [signIn, removal],
      'disableSignIn',
      'removeAuthenticationMethods (fido2, m-2)',
    ],
    [
      'a step that would wait',
      [{ ...removal, status: 'awaitingConfirmation' }],
      undefined,
      'removeAuthenticationMethods awaitingConfirmation (fido2, m-2)',
    ],
    [
      'a step that could not be taken',
      [{ name: 'disableDevices', status: 'failed', detail: 'The permission is missing.' }],
      'disableDevices failed',
      undefined,
    ],
  ])('names %s', (_what, methods, changes, final) => {
    const preview = previewOf(...methods);
    expect([foreseenSteps(preview, false), foreseenSteps(preview, true)]).toEqual([changes, final]);
  });
  it('has the columns of steps only where there are any', () => {
    expect(headings(signIn)).toContain('Would change');
    expect(headings(signIn)).not.toContain('Final');
    expect(headings(removal)).toContain('Final');
    expect(headings({ name: 'graph', status: 'accepted' })).not.toContain('Would change');
  });
});
