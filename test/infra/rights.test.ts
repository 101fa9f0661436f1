import { beforeAll, describe, expect, it } from '@jest/globals';
import { allows, builtInRoles } from '../../infra/rights/built-in-roles';
import { graphPermissions } from '../../infra/rights/graph-permissions';
import { operations } from '../../infra/rights/operations';
import type { Entity, Who } from '../../infra/rights/operation';
import type { SdkCall } from '../../infra/rights/sdk-calls';
import { sdkCalls } from '../../infra/rights/sdk-calls';
import { incident, ofTheDeployer, tasks, withoutRights } from '../../infra/rights/tasks';
import { endpoints } from '../../shared/api/endpoints';
import { triggeringQueues } from '../../functions/triggering-queues';
import { pathOf, withSubcommands } from '../../shared/cli/help/command-help';
import { parsingTree } from '../support/command-words';
import { armValue } from '../support/arm-expression';
import { armModule } from '../support/arm-template';
import { repositoryFiles } from '../support/repository';
import type { Right } from '../support/role-assignments';
import { allRights, assignedRights } from '../support/role-assignments';
import { sdkCallsIn, sdkCallsOfCode, sdkMethods } from '../support/sdk-methods';
import type { SdkMethods } from '../support/sdk-methods';

const files = new Map(repositoryFiles().map(({ path, text }) => [path, text]));
const read = (path: string): string => files.get(path)?.() ?? '';
const unique = (names: readonly string[]): string[] => [...new Set(names)].sort();

/** One action on one entity, for somebody. */
interface Need {
  readonly who: Who;
  readonly action: string;
  readonly on: Entity;
  readonly by: string;
}
const needs: readonly Need[] = [
  ...operations.flatMap(({ who, calls, on, by }) =>
    calls.flatMap((call) =>
      on.map((entity) => ({ who, action: sdkCalls[call], on: entity, by: by.join(', ') })),
    ),
  ),
  ...[...tasks, ...incident].flatMap((task) =>
    task.needs.flatMap(({ action, on }) =>
      on.map((entity) => ({ who: task.who, action, on: entity, by: task.does })),
    ),
  ),
];
const serves = (right: Right, { who, action, on }: Need): boolean =>
  right.who === who && right.on === on && allows(builtInRoles[right.role], action);

let methods: SdkMethods;
beforeAll(async () => {
  methods = await sdkMethods();
});

describe('the table of operations', () => {
  it('knows every call of an SDK that the code makes', () => {
    const calls = [...sdkCallsOfCode(methods)].flatMap(([, found]) => found);
    expect(unique(calls)).toEqual(Object.keys(sdkCalls).sort());
  });
  it('has every call that needs a right, by the file that makes it, and no other', () => {
    const written = [...sdkCallsOfCode(methods)].flatMap(([file, calls]) =>
      calls.filter((call) => sdkCalls[call as SdkCall] !== '').map((call) => `${file}: ${call}`),
    );
    const listed = operations.flatMap(({ file, calls }) => calls.map((call) => `${file}: ${call}`));
    expect(unique(listed)).toEqual(unique(written));
  });
  it('would find a call that is new', () => {
    const text =
      "import type { ServiceBusReceiver } from '@azure/service-bus'; await it.deadLetterMessage(m);";
    expect(sdkCallsIn(text, methods)).toEqual(['deadLetterMessage']);
    expect(sdkCallsIn('await blob.delete();', methods)).toEqual([]);
    expect(sdkCallsIn("import { x } from '@azure/storage-blob'; await blob.delete();", methods)).toEqual([
      'delete',
    ]);
  });
  it('names the functions and commands that the code has, all of them', () => {
    const named = operations.flatMap(({ by }) => by);
    expect(unique([...named, ...withoutRights])).toEqual(unique([...functions(), ...commands()]));
  });
  it('has the steps of an incident in the order of the operations guide, with the commands that each names', () => {
    const all = commands();
    const [, text = ''] = read('docs/operations.md').split('## In an incident');
    const [steps = ''] = text.split('## ');
    const items = steps.split(/^\d+\. /m).slice(1);
    expect(items.map((item) => /^\*\*(.+?)\*\*/.exec(item)?.[1])).toEqual(incident.map(({ does }) => does));
    const named = (item: string) =>
      all.filter((name) => new RegExp(`\`(?:session-revoker )?${name}[ \`]`).test(item));
    expect(items.map((item) => unique(named(item)))).toEqual(
      incident.map(({ commands }) => unique(commands)),
    );
  });
});

describe('permissions', () => {
  it('of Microsoft Graph and SharePoint are these, by the files that name them', () => {
    const named = [...files.keys()]
      .filter((path) => /^(?:functions|shared)\/.*\.ts$/.test(path))
      .flatMap((path) =>
        [...read(path).matchAll(/'([A-Z]\w+(?:\.\w+)+\.(?:All|Directory))'/g)].map(
          ([, permission = '']) => `${permission}: ${path}`,
        ),
      );
    const listed = Object.entries(graphPermissions).flatMap(([permission, paths]) =>
      paths.map((path) => `${permission}: ${path}`),
    );
    expect(unique(named)).toEqual(unique(listed));
  });
  it('are granted by the script or on the page of SharePoint, each of them and no other', () => {
    const consent = [...files.keys()].filter((path) => path.startsWith('infra/graph-consent/'));
    const granted = [...consent, 'docs/operations.md'].map(read).join('\n');
    const names = [...granted.matchAll(/\b[A-Z]\w+(?:\.\w+)+\.(?:All|Directory)\b/g)].map(([name]) => name);
    expect(unique(names)).toEqual(Object.keys(graphPermissions).sort());
  });
  it('go with every call of Graph that the code makes', () => {
    const calls = [...files.keys()].filter(
      // The operations of the app's own API are not calls.
      (path) =>
        /^shared\/(?!api\/).*\.ts$/.test(path) && /method: '(?:GET|POST|PATCH|DELETE)'/.test(read(path)),
    );
    const without = calls.filter((path) => {
      const made = read(path).match(/\bmethod: '(?:GET|POST|PATCH|DELETE)',/g) ?? [];
      const permitted = read(path).match(/\bpermission[:,]/g) ?? [];
      return permitted.length < made.length && !/\/(?:sharepoint|notifications|cli\/api)\//.test(path);
    });
    expect(without).toEqual([]);
  });
});

describe('rights', () => {
  it('are there for every operation', () => {
    const rights = allRights();
    const missing = needs.filter(
      (need) => need.action !== '' && !rights.some((right) => serves(right, need)),
    );
    expect(missing).toEqual([]);
  });
  it('are there for the commands of each step of an incident', () => {
    for (const { who, commands: named } of incident) {
      const without = named.filter(
        (command) =>
          !withoutRights.includes(command) &&
          !operations.some((one) => one.who === who && one.by.includes(command)),
      );
      expect(without).toEqual([]);
    }
  });
  it('have an operation, every one of them', () =>
    expect(allRights().filter((right) => !needs.some((need) => serves(right, need)))).toEqual([]));
  it('are assigned once', () => {
    const written = assignedRights().map(({ who, role, on }) => `${who}: ${role} on ${on}`);
    expect(written).toEqual([...new Set(written)]);
  });
  it.each([
    ['operators alone', ['A', ''], [['A'], []]],
    ['approvers beside operators', ['A', 'B'], [['A'], ['B']]],
    ['one group as both, which Azure would refuse to give a right twice', ['A', 'A'], [['A'], []]],
    ['one group as both, written otherwise', ['a1', 'A1'], [['a1'], []]],
  ])('are given to %s', (_who, [operatorsGroupId, approversGroupId], given) => {
    const { variables } = armModule('access');
    const parameters = { operatorsGroupId, approversGroupId };
    const groups = (name: string) => armValue(String(variables[name]), { parameters });
    expect([groups('operators'), groups('approvers')]).toEqual(given);
  });
  it('are those of groups for persons, and of identities for programs', () => {
    const assigned = armModule('access').resources.map(({ properties = {} }) => [
      properties['principalId'],
      properties['principalType'],
    ]);
    const ofPrograms = /appIdentity|'senders'/;
    for (const [principal, type] of assigned)
      expect([principal, type]).toEqual([
        principal,
        ofPrograms.test(String(principal)) ? 'ServicePrincipal' : 'Group',
      ]);
  });
  it('of senders are assigned once, however often one is listed', () => {
    const parameters = { senderPrincipalIds: ['A', 'B', 'A'] };
    const { variables } = armModule('access');
    expect(armValue(String(variables['senders']), { parameters })).toEqual(['A', 'B']);
  });
  it('of the person who deploys are named on the page', () => {
    for (const { role } of ofTheDeployer) expect(read('docs/operations.md')).toContain(role);
  });
  it('of the app on Service Bus are those on the page of settings', () => {
    const rows = read('docs/settings.md').matchAll(/^\| (?:queue|topic) `([\w-]+)` +\| ([^|]+)/gm);
    const listed = [...rows].flatMap(([, name = '', cell = '']) =>
      [...cell.matchAll(/Data \w+/g)].map(([role]) => `${name}: Azure Service Bus ${role}`),
    );
    const names: Readonly<Record<string, string>> = {
      'request queue': 'revocation-requests',
      'intake queue': 'revocation-intake',
      'waits queue': 'revocation-waits',
      'notify queue': 'revocation-notify',
      'urgent queue': 'revocation-urgent',
      quarantine: 'revocation-rejected',
      topic: 'revocation-results',
      'topic of OCSF': 'revocation-ocsf',
    };
    const assigned = assignedRights().filter(({ who, on }) => who === 'app' && on in names);
    expect(listed.toSorted()).toEqual(
      assigned.map(({ on, role }) => `${names[on] ?? ''}: ${role}`).toSorted(),
    );
  });
  it('are the table of the operations guide, row by row', () => {
    const cells = (line: string): string =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim())
        .join(' | ');
    const [, text = ''] = read('docs/operations.md').split('### Who may do what');
    const rows = (text.split('###')[0] ?? '')
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .slice(2)
      .map(cells);
    expect(rows.toSorted()).toEqual(
      assignedRights()
        .map(({ who, role, on, reason }) => `${who} | ${role} | ${on} | ${reason}`)
        .toSorted(),
    );
  });
});

/** As the app registers them. */
function functions(): readonly string[] {
  const code = [...files.keys()]
    .filter((path) => path.startsWith('functions/'))
    .map(read)
    .join('\n');
  const registered = code.matchAll(/(?:app\.(?:http|timer|generic)\(|functionName: )'(\w+)'/g);
  const queues = triggeringQueues({
    requestQueue: 'a',
    intakeQueue: 'b',
    waitsQueue: 'c',
    urgentQueue: 'd',
    resultsTopic: 'd',
    rejectedQueue: 'e',
  });
  return [
    ...[...registered].map(([, name = '']) => name),
    ...Object.keys(endpoints),
    ...queues.map(({ name }) => name),
  ];
}

/** As the command line lists them in its help. */
function commands(): readonly string[] {
  const leaves = withSubcommands(parsingTree()).filter((command) => command.commands.length === 0);
  return leaves.map(pathOf);
}
