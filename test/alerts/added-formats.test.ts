import { describe, expect, it } from '@jest/globals';
import { detail } from '../../shared/core/detail';
import { referenceText } from '../../shared/core/user-reference';
import { addedFormats } from '../../shared/alerts/added-formats';
import type { Format } from '../../shared/alerts/format';
import { readMessage } from '../../shared/alerts/read-message';
import type { Reading } from '../../shared/alerts/reading';
import { acmeAlert } from '../fixtures/alerts/acme';

const acme = {
  name: 'acme-siem',
  match: [{ path: 'product', is: 'Acme' }],
  ignoreWhen: [{ path: 'state', is: 'closed' }],
  accounts: [
    {
      at: 'actors[role=victim]',
      names: { id: 'entraId', userPrincipalName: 'mail', name: 'login', domain: 'realm' },
    },
  ],
  alert: {
    provider: 'Acme',
    id: 'number',
    title: 'headline',
    severity: 'level',
    createdAt: 'raised',
  },
};

const inFile = (content: unknown) => addedFormats([{ kind: 'file', content }]);

function formatsOf(...definitions: unknown[]): readonly Format[] {
  const read = inFile(definitions);
  if (read.kind === 'invalid') throw new Error(read.problems.join('\n'));
  return read.formats;
}

function read(alert: unknown, formats = formatsOf(acme)): Reading {
  return readMessage(Buffer.from(JSON.stringify(alert)), { fallbackId: 'm', formats })[0];
}

const alert = acmeAlert([
  { role: 'victim', mail: 'avery@contoso.com' },
  { role: 'analyst', mail: 'analyst@contoso.com' },
  { role: 'victim', login: 'blake', realm: 'CONTOSO' },
  { role: 'victim', login: 'WKS-042$', realm: 'CONTOSO' },
]);

describe('a format that an operator has added', () => {
  it('is read by its paths, as any other', () => {
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
      skipped: [{ path: 'actors[3].login', reason: 'is a machine account' }],
    });
    const users = reading.kind === 'request' ? reading.request.users.map(referenceText) : [];
    expect(users.sort()).toEqual(['CONTOSO\\blake', 'avery@contoso.com']);
  });
  it('finds names in another spelling, and lists within text, as a built-in one does', () => {
    const spelled = {
      Product: 'ACME',
      actors: JSON.stringify([{ Role: 'Victim', entra_id: '', MAIL: 'a@b.c' }]),
    };
    expect(read(spelled)).toMatchObject({
      kind: 'request',
      request: { users: [{ userPrincipalName: 'a@b.c' }] },
    });
  });
  it('reports when there is nothing to do, and why', () => {
    expect(read({ ...alert, state: 'closed' })).toMatchObject({
      kind: 'nothingToDo',
      detail: detail('alertIgnored', { condition: 'state = closed' }),
    });
    expect(read({ ...alert, actors: [] })).toMatchObject({
      kind: 'nothingToDo',
      detail: detail('nobodyNamed'),
    });
  });
  it('is read in envelopes', () =>
    expect(read({ records: [alert] })).toMatchObject({ kind: 'request', request: { format: 'acme-siem' } }));
  it('leaves other messages to other formats', () => {
    expect(read({ user: 'avery@contoso.com' })).toMatchObject({ request: { format: 'native' } });
    expect(read({ product: 'Other' })).toMatchObject({ kind: 'rejected' });
  });
  it('must not match what another format matches: then the meaning is not clear', () => {
    const also = { ...acme, name: 'also', match: [{ path: 'number', exists: true }] };
    expect(read(alert, formatsOf(acme, also))).toMatchObject({
      kind: 'rejected',
      candidates: ['acme-siem', 'also'],
      issues: [{ message: expect.stringContaining('acme-siem, also') }],
    });
  });
  it('may name a user at the top', () => {
    const flat = { ...acme, accounts: [{ names: { userPrincipalName: ['target', 'backup'] } }] };
    const formats = formatsOf(flat);
    expect(read({ product: 'Acme', target: 'avery@contoso.com' }, formats)).toMatchObject({
      request: { users: [{ userPrincipalName: 'avery@contoso.com' }] },
      named: [{ path: 'target' }],
    });
  });
  it('does not match when a condition meets a value of another kind', () => {
    const odd = formatsOf({ ...acme, match: [{ path: 'number', contains: 'x' }] });
    expect(read(alert, odd)).toMatchObject({ kind: 'rejected' });
  });
  it('may use definitions of its file', () => {
    const { accounts, ...rest } = acme;
    const definitions = { victim: accounts[0] };
    const added = inFile({
      definitions,
      formats: [{ ...rest, accounts: [{ use: 'victim', at: 'actors[]' }] }],
    });
    expect(added.kind === 'valid' ? read(alert, added.formats) : added).toMatchObject({
      named: [{ path: 'actors[0].mail' }, { path: 'actors[1].mail' }, { path: 'actors[2].login' }],
    });
  });
  it('takes the place of the built-in format that it replaces', () => {
    const match = [{ path: 'eventType', exists: true }];
    const event = { product: 'Acme', eventType: 'user.x', displayMessage: 'x', actor: { alternateId: 'x' } };
    expect(read(event, formatsOf({ ...acme, match }))).toMatchObject({ candidates: ['okta', 'acme-siem'] });
    const replacing = formatsOf({ ...acme, match, name: 'okta', replaces: 'okta' });
    expect(read(event, replacing)).toMatchObject({
      kind: 'nothingToDo',
      format: 'okta',
      alert: { provider: 'Acme' },
    });
  });
});

const name = 'must be letters, digits and hyphens, beginning with a lower-case letter';
const page = 'See docs/how-to/add-a-format.md.';
const place = acme.accounts[0];

describe('formats that are not valid', () => {
  it.each<[unknown, string[]]>([
    ['text', ['$: must be a list of formats, or an object with "formats"']],
    [{ formats: [] }, ['formats: must not be empty']],
    [
      [5, { ...acme, match: ['x'], alert: undefined }],
      ['[0]: must be an object', '[1].match[0]: must be an object', '[1].alert: must be an object'],
    ],
    [{ formats: [acme], more: 1 }, ['$: Unrecognized key: "more"']],
    [[{ ...acme, match: [] }], ['[0].match: must not be empty']],
    [[{ ...acme, match: undefined }], ['[0]: must have one of match and matchAny']],
    [
      [{ ...acme, match: [{ path: 'a', is: 'x', isNot: 'y' }] }],
      [
        '[0].match[0]: must have exactly one of exists, is, isNot, startsWith, contains, means, meansNot, sameAs, every',
      ],
    ],
    [
      [{ ...acme, match: [{ path: 'a', is: ['x', 5] }] }],
      ['[0].match[0].is[1]: must be text, or a list of texts'],
    ],
    [
      [{ ...acme, ignoreWhen: [{ path: ['a', 'to_string(b)'], is: 'x' }] }],
      [
        `[0].ignoreWhen[0].path[1]: is not a path: it has a function. Use a path; conditions have "startsWith" and "contains". ${page}`,
      ],
    ],
    [
      [{ ...acme, accounts: [{ ...place, names: {} }] }],
      ['[0].accounts[0].names: must have at least one path'],
    ],
    [
      [{ ...acme, accounts: [{}] }],
      ['[0].accounts[0].names: is required: the paths of the names of an account'],
    ],
    [
      [{ ...acme, accounts: [{ names: { id: 'x', mail: 'x' } }] }],
      ['[0].accounts[0].names: Unrecognized key: "mail"'],
    ],
    [
      [{ ...acme, accounts: [{ use: 'constructor' }] }],
      ['[0].accounts[0].use: constructor is not among the definitions of the file'],
    ],
    [
      [{ ...acme, name: 'okta' }],
      ['[0].name: okta is the name of a built-in format. Choose another name, or add "replaces": "okta".'],
    ],
    [
      [{ ...acme, name: 'okta', replaces: 'elastic' }],
      ['[0].name: okta is the name of a built-in format. Choose another name, or add "replaces": "okta".'],
    ],
    [
      [{ ...acme, name: 'native' }],
      ['[0].name: native is the name of a message of the app itself. Choose another name.'],
    ],
    [[{ ...acme, replaces: 'nothing' }], ['[0].replaces: nothing is not the name of a built-in format']],
    [
      [
        { ...acme, replaces: 'okta' },
        { ...acme, name: 'other', replaces: 'okta' },
      ],
      ['[1].replaces: okta is replaced by another added format already. Use one format for it.'],
    ],
    [
      [{ ...acme, replaces: 'okta', hook: 'securityEventSubjects' }],
      ['[0].hook: is reserved to built-in formats. Remove it, or replace the built-in format that has it.'],
    ],
    [[{ ...acme, name: 'Not a name' }], [`[0].name: ${name}`]],
    [[acme, acme], ['[1].name: acme-siem is the name of another added format. Choose another name.']],
    [[{ ...acme, match: 5, alert: {} }], ['[0].match: must be a list', '[0].alert.provider: must be text']],
  ])('are reported with every problem: %#', (definitions, problems) =>
    expect(inFile(definitions)).toEqual({ kind: 'invalid', problems }),
  );
  it('name their file', () =>
    expect(
      addedFormats([
        { kind: 'file', file: 'a.json', content: 5 },
        { kind: 'file', file: 'b.json', content: { formats: [{ ...acme, name: 5 }] } },
      ]),
    ).toEqual({
      kind: 'invalid',
      problems: [
        'a.json: must be a list of formats, or an object with "formats"',
        'b.json formats[0].name: must be text',
      ],
    }));
});

describe('a format of the old form', () => {
  const old = {
    name: 'acme-siem',
    recognise: 'acme',
    accounts: 'actors',
    names: { id: 'entraId' },
    alert: { provider: 'Acme', id: 'number' },
  };
  const gone = 'is of the old form (JMESPath), which is not read any more.';
  it('is reported with the new form of every plain path', () =>
    expect(inFile([{ ...old, ignore: 'details."is closed"' }])).toEqual({
      kind: 'invalid',
      problems: [
        `[0].recognise: ${gone} Write "match":[{"path":"acme","exists":true}]. ${page}`,
        `[0].ignore: ${gone} Write "ignoreWhen":[{"path":"details.is closed","exists":true}]. ${page}`,
        `[0].accounts: ${gone} Write "accounts":[{"at":"actors[]"}]. ${page}`,
        `[0].names.id: ${gone} Write "accounts":[{"names":{"id":"entraId"}}]. ${page}`,
      ],
    }));
  it.each<[string, string]>([
    ["actors[?role == 'victim']", 'a filter ([?…])'],
    ['to_string(number)', 'a function'],
    ['a || b', 'an alternative (||)'],
    ['a && b', 'a conjunction (&&)'],
    ["product == 'Acme'", 'a comparison (==)'],
    ["product != 'Acme'", 'a comparison (!=)'],
    ['level > `3`', 'a comparison by size'],
    ['!closed', 'a negation (!)'],
    ['actors | [0]', 'a pipe (|)'],
    ['{a: b}', 'a multi-select hash ({…})'],
    ['`true`', 'a literal'],
    ['actors[0:2]', 'a slice ([…:…])'],
    ['actors[0]', 'an index ([n])'],
    ['actors.*', 'a wildcard (*)'],
    ['[target, backup]', 'a multi-select list ([…])'],
    ['contains_(@)', 'a function'],
    ['actors[].@', 'the current node (@)'],
  ])('is reported with its construct: %s', (expression, construct) => {
    const read = inFile([{ ...old, recognise: expression }]);
    const [problem = ''] = read.kind === 'invalid' ? read.problems : [];
    expect(problem).toContain(`[0].recognise: has ${construct} of JMESPath, which is not read any more.`);
    expect(problem.endsWith(page)).toBe(true);
  });
  it('keeps a plain path of a fact of the alert, and reports an expression there', () => {
    const read = inFile([
      { ...old, alert: { provider: 'Acme', id: 'to_string(number)', title: 'headline' } },
    ]);
    const problems = read.kind === 'invalid' ? read.problems : [];
    expect(problems.filter((problem) => problem.includes('.alert'))).toEqual([
      `[0].alert.id: has a function of JMESPath, which is not read any more. Use a path; conditions have "startsWith" and "contains". ${page}`,
    ]);
  });
});
