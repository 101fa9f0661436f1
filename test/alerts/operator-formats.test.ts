import { describe, expect, it } from '@jest/globals';
import { referenceText } from '../../shared/core/user-reference';
import type { Format } from '../../shared/alerts/format';
import { operatorFormats } from '../../shared/alerts/operator-formats';
import { readMessage } from '../../shared/alerts/read-message';
import type { Reading } from '../../shared/alerts/reading';

const acme = {
  name: 'acme-siem',
  recognise: "product == 'Acme'",
  ignore: "state == 'closed'",
  accounts: 'actors[?role == `victim`]',
  names: { id: 'entraId', userPrincipalName: 'mail', name: 'login', domain: 'realm' },
  alert: {
    provider: 'Acme',
    id: 'to_string(number)',
    title: 'headline',
    severity: 'level',
    createdAt: 'raised',
  },
};

function formatsOf(...definitions: unknown[]): readonly Format[] {
  const read = operatorFormats(definitions);
  if (read.kind === 'invalid') throw new Error(read.problems.join('\n'));
  return read.formats;
}

function read(alert: unknown, formats = formatsOf(acme)): Reading {
  return readMessage(Buffer.from(JSON.stringify(alert)), { fallbackId: 'm', formats })[0];
}

const alert = {
  product: 'Acme',
  number: 7,
  headline: 'Token theft',
  level: 'high',
  raised: '2026-11-23T10:00:00Z',
  actors: [
    { role: 'victim', mail: 'avery@contoso.com' },
    { role: 'analyst', mail: 'analyst@contoso.com' },
    { role: 'victim', login: 'blake', realm: 'CONTOSO' },
    { role: 'victim', login: 'WKS-042$', realm: 'CONTOSO' },
  ],
};

describe('a format that an operator has added', () => {
  it('is read by its expressions, as any other', () => {
    const reading = read(alert);
    expect(reading).toMatchObject({
      kind: 'request',
      request: {
        format: 'acme-siem',
        alert: {
          provider: 'Acme',
          id: '7',
          title: 'Token theft',
          severity: 'high',
          createdAt: '2026-11-23T10:00:00.000Z',
        },
      },
      skipped: [{ reason: 'is a machine account' }],
    });
    const users = reading.kind === 'request' ? reading.request.users.map(referenceText) : [];
    expect(users.sort()).toEqual(['CONTOSO\\blake', 'avery@contoso.com']);
  });
  it('says when there is nothing to do', () => {
    expect(read({ ...alert, state: 'closed' })).toMatchObject({ kind: 'nothingToDo' });
    expect(read({ ...alert, actors: [] })).toMatchObject({ kind: 'nothingToDo' });
  });
  it('is read in envelopes', () =>
    expect(read({ records: [alert] })).toMatchObject({ kind: 'request', request: { format: 'acme-siem' } }));
  it('leaves other messages to other formats', () => {
    expect(read({ user: 'avery@contoso.com' })).toMatchObject({ request: { format: 'native' } });
    expect(read({ product: 'Other' })).toMatchObject({ kind: 'rejected' });
  });
  it('must not fit what another fits: then it cannot be told what is meant', () => {
    const also = { ...acme, name: 'also', recognise: 'number' };
    expect(read(alert, formatsOf(acme, also))).toMatchObject({
      kind: 'rejected',
      issues: [{ message: expect.stringContaining('acme-siem, also') }],
    });
  });
  it('may name a user at the top', () => {
    const flat = { ...acme, accounts: '@', names: { userPrincipalName: '[target, backup]' } };
    const formats = formatsOf(flat);
    expect(read({ product: 'Acme', target: 'avery@contoso.com' }, formats)).toMatchObject({
      request: { users: [{ userPrincipalName: 'avery@contoso.com' }] },
      named: [{ path: '[target, backup]' }],
    });
  });
  it('takes an expression that cannot be applied for no match', () => {
    const odd = formatsOf({ ...acme, recognise: "contains(number, 'x')" });
    expect(read(alert, odd)).toMatchObject({ kind: 'rejected' });
  });
});

describe('formats that are not valid', () => {
  it.each<[unknown, string[]]>([
    ['text', ['$: must be a list of formats']],
    [[{ ...acme, recognise: 'a[' }], ['[0].recognise: is not a JMESPath expression']],
    [[{ ...acme, names: {} }], ['[0].names: must have at least one expression']],
    [[{ ...acme, names: { id: 'x', mail: 'x' } }], ['[0].names: Unrecognized key: "mail"']],
    [[{ ...acme, ignore: 'no_such(@)' }], ['[0].ignore: is not a JMESPath expression']],
    [[{ ...acme, name: 'okta' }], ['[0].name: is the name of a format that is there already']],
    [
      [{ ...acme, name: 'Not a name' }],
      ['[0].name: must be letters, digits and hyphens, beginning with a small letter'],
    ],
    [[acme, acme], ['$: has a name that stands twice']],
    [
      [{ ...acme, recognise: 5, alert: {} }],
      ['[0].recognise: must be a JMESPath expression', '[0].alert.provider: must be text'],
    ],
  ])('are told with every problem: %#', (definitions, problems) =>
    expect(operatorFormats(definitions)).toEqual({ kind: 'invalid', problems }),
  );
});
