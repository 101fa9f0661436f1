import { describe, expect, it } from '@jest/globals';
import { writeDetail } from '../../shared/core/detail';
import { referenceText } from '../../shared/core/user-reference';
import { builtInFormats } from '../../shared/alerts/formats/registry';
import { JsonNode } from '../../shared/alerts/json-node';
import { readMessage } from '../../shared/alerts/read-message';
import type { Reading } from '../../shared/alerts/reading';
import type { AlertFixture, FixtureAccount, WayToName } from '../fixtures/alerts/alert-fixture';
import { averyAccount as avery, changed, waysToName, withValue } from '../fixtures/alerts/alert-fixture';
import { alertFixtures } from '../fixtures/alerts/all';
import { sampleAlerts } from '../fixtures/alerts/sample-alerts';

const zoe: FixtureAccount = {
  id: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a05',
  upn: "zoë.o'müller_fabrikam.com#EXT#@contoso.com",
  sid: 'S-1-5-21-1004336348-1177238915-682003330-1105',
  name: "zoë.o'müller_fabrikam.com#EXT#",
  suffix: 'contoso.com',
  domain: 'CONTOSO',
};

const nameOf: Readonly<Record<WayToName, (account: FixtureAccount) => string>> = {
  id: ({ id }) => id,
  upn: ({ upn }) => upn,
  sid: ({ sid }) => sid,
  domainName: ({ domain, name }) => `${domain}\\${name}`,
};

function read(alert: unknown): Reading {
  return readMessage(Buffer.from(JSON.stringify(alert)), { fallbackId: 'message-1' })[0];
}

function usersOf(reading: Reading): string[] {
  return reading.kind === 'request' ? reading.request.users.map(referenceText).sort() : [];
}

function named({ names }: AlertFixture, ...accounts: FixtureAccount[]): string[] {
  const best = waysToName.find((way) => names.includes(way));
  return best ? accounts.map(nameOf[best]).sort() : [];
}

const each = alertFixtures.map((fixture) => [fixture.format, fixture] as const);
const naming = each.filter(([, { names }]) => names.length > 0);

it('there is a fixture for every format that can be read to its end', () => {
  const unclear = ['graphChangeNotification', 'defenderMailboxEvidence', 'azureMonitorLogAlert'];
  const fixtures = alertFixtures.map(({ format }) => format);
  const samples = sampleAlerts.map(({ format }) => format).filter((name) => !fixtures.includes(name));
  expect([...fixtures].sort()).toEqual(
    builtInFormats
      .map(({ name }) => name)
      .filter((name) => !unclear.includes(name) && !samples.includes(name))
      .sort(),
  );
});

describe.each(naming)('a usual alert (%s)', (format, fixture) => {
  it('names its user, and its provider', () => {
    const reading = read(fixture.alert([avery]));
    expect(reading).toMatchObject({ kind: 'request', request: { format, mode: 'revoke', confirm: false } });
    expect(usersOf(reading)).toEqual(named(fixture, avery));
    expect(reading.kind === 'request' ? reading.request.alert?.provider : '').toMatch(/\w/);
  });
  it('names each of several users, or the one that there can be', () => {
    const reading = read(fixture.alert([avery, zoe]));
    expect(usersOf(reading)).toEqual(named(fixture, avery, ...(fixture.single ? [] : [zoe])));
  });
  it('names nobody but its users, whatever other people are in it', () => {
    const alert = changed(fixture.alert([avery]), fixture.lookAlikes);
    expect(usersOf(read(alert))).toEqual(named(fixture, avery));
  });
  it('names a user once who is in it twice, in another case and by fewer names', () => {
    const lesser = { ...avery, id: '', sid: '', domain: '', upn: avery.upn.toUpperCase() };
    expect(usersOf(read(fixture.alert([avery, lesser])))).toEqual(named(fixture, avery));
  });
  it.each(waysToName.filter((way) => fixture.names.includes(way)))(
    'names its user by the next best name when this is malformed: %s',
    (way) => {
      const at = waysToName.indexOf(way);
      const next = waysToName.slice(at + 1).find((other) => fixture.names.includes(other));
      const malformed = without(avery, waysToName.slice(0, at + 1));
      const users = usersOf(read(fixture.alert([malformed])));
      expect(users).toEqual(next ? [nameOf[next](malformed)] : []);
    },
  );
});

/** Placeholders that real alerts have in the place of a name. */
function without(account: FixtureAccount, ways: readonly WayToName[]): FixtureAccount {
  return {
    ...account,
    ...(ways.includes('id') && { id: '00000000-0000-0000-0000-000000000000' }),
    ...(ways.includes('upn') && { upn: 'ANONYMIZED', suffix: '' }),
    ...(ways.includes('sid') && { sid: 'user1' }),
    ...(ways.includes('domainName') && { domain: '' }),
  };
}

describe.each(each)('an alert that asks for nobody (%s)', (format, fixture) => {
  it.each(fixture.quiet.map((changes) => [JSON.stringify(changes), changes] as const))(
    'with %s',
    (_text, changes) => {
      const reading = read(changed(fixture.alert([avery]), changes));
      expect(reading).toMatchObject({ kind: 'nothingToDo', format });
      if (reading.kind === 'nothingToDo') expect(writeDetail(reading.detail)).toMatch(/\w/);
    },
  );
});

describe.each(each)('every value of an alert (%s)', (_format, fixture) => {
  // Further accounts are put where accounts are named; values elsewhere must not matter.
  const elsewhere = Object.entries(fixture.lookAlikes).filter(([path]) => !path.endsWith('+'));
  const alert = changed(fixture.alert([avery]), Object.fromEntries(elsewhere));
  const own = new Set(Object.values<string>({ ...avery }).map((value) => value.toLowerCase()));
  const texts = [...textsOf(alert)];
  it('may be a name that objects inherit, which is a text like any other', () => {
    const isWrong = (reading: Reading): boolean => {
      const facts = reading.kind === 'request' ? reading.request.alert : {};
      return Object.values(facts ?? {}).some((fact) => typeof fact !== 'string');
    };
    const wrong = ['constructor', '__proto__', 'toString'].flatMap((word) =>
      texts.filter(([path]) => isWrong(read(withValue(alert, path, word)))).map((at) => [word, at]),
    );
    expect(wrong).toEqual([]);
  });
  it('may be a name without naming anybody else, unless it is the name of a user', () => {
    const expected = new Set(waysToName.map((way) => nameOf[way](avery)));
    const others = texts.filter(([, text]) => !own.has(text.toLowerCase()));
    const intruders = ['intruder@fabrikam.com', '7d1b9e2c-1234-4000-8000-00000000abcd', 'CONTOSO\\intruder'];
    const named = intruders.flatMap((intruder) =>
      others
        .filter(([path]) =>
          usersOf(read(withValue(alert, path, intruder))).some((user) => !expected.has(user)),
        )
        .map((at) => [intruder, at]),
    );
    expect(named).toEqual([]);
  });
});

/** Every text in a value, with its path. */
function* textsOf(value: unknown, path: readonly string[] = []): Generator<[readonly string[], string]> {
  if (typeof value === 'string') yield [path, value];
  if (typeof value !== 'object' || value === null) return;
  for (const [name, item] of Object.entries(value)) yield* textsOf(item, [...path, name]);
}

describe('no two formats', () => {
  it.each(each)('match the same alert: %s', (format, fixture) => {
    const message = new JsonNode(JSON.parse(JSON.stringify(fixture.alert([avery]))));
    expect(builtInFormats.filter(({ matches }) => matches(message)).map(({ name }) => name)).toEqual([
      format,
    ]);
  });
});

describe('what is worth a sentence of its own', () => {
  it('a risky service principal is no risky user, though its record has an id', () => {
    const principal = {
      id: avery.id,
      appId: avery.id,
      displayName: 'x',
      riskState: 'atRisk',
      riskLevel: 'high',
    };
    const record = { ...principal, riskLastUpdatedDateTime: '2026-11-23T10:00:00Z' };
    expect(read(record)).toMatchObject({ kind: 'rejected' });
  });
  it('a field of Splunk’s with several values names each of them', () => {
    const result = { user: ['avery@contoso.com', 'CONTOSO\\blake'] };
    const search = { sid: 's', results_link: 'https://splunk.contoso.com/', result };
    expect(usersOf(read(search))).toEqual(['CONTOSO\\blake', 'avery@contoso.com']);
  });
  it('a risk that rises names its user, and one that falls or stays low does not', () => {
    const event = 'https://schemas.openid.net/secevent/caep/event-type/risk-level-change';
    const token = (change: object, ...others: object[]): unknown => ({
      iss: 'https://idp.example.com/',
      jti: 'j',
      sub_id: { format: 'email', email: avery.upn },
      events: Object.assign({ [event]: { principal: 'USER', ...change } }, ...others) as object,
    });
    const rising = read(token({ previous_level: 'LOW', current_level: 'HIGH' }));
    expect(usersOf(rising)).toEqual([avery.upn]);
    expect(rising).toMatchObject({ request: { alert: { severity: 'HIGH' } } });
    expect(usersOf(read(token({ previous_level: 'HIGH', current_level: 'MEDIUM' })))).toEqual([]);
    expect(usersOf(read(token({ current_level: 'LOW' })))).toEqual([]);
    expect(usersOf(read(token({ current_level: 'HIGH', principal: 'DEVICE' })))).toEqual([]);
    const compromise = 'https://schemas.openid.net/secevent/risc/event-type/credential-compromise';
    expect(usersOf(read(token({ current_level: 'LOW' }, { [compromise]: {} })))).toEqual([avery.upn]);
  });
  it('a list of findings is read one by one', () => {
    const finding = (user: string): object => ({ event_id: '0@@notable@@1', urgency: 'high', user });
    const findings = [finding(avery.upn), finding('blake@contoso.com')];
    const readings = readMessage(Buffer.from(JSON.stringify({ findings })), { fallbackId: 'm' });
    expect(readings.map(usersOf)).toEqual([[avery.upn], ['blake@contoso.com']]);
    expect(usersOf(read({ ...finding('a@contoso.com'), risk_object_type: 'system' }))).toEqual([]);
  });
  it('an event of Falcon Data Replicator needs no wrapper', () => {
    const event = { cid: 'c', ExternalApiType: 'Event_EppDetectionSummaryEvent', SeverityName: 'High' };
    const named = { ...event, UserName: 'avery', LogonDomain: 'CONTOSO', Hostname: 'WKS-042' };
    expect(usersOf(read(named))).toEqual(['CONTOSO\\avery']);
    const protection = { metadata: { eventType: 'IdentityProtectionEvent', customerIDString: 'c' } };
    const incident = { SourceAccountUpn: avery.upn, SeverityName: 'High' };
    expect(usersOf(read({ ...protection, event: incident }))).toEqual([avery.upn]);
    const quiet = { ...incident, SeverityName: 'Informational' };
    expect(read({ ...protection, event: quiet })).toMatchObject({ kind: 'nothingToDo' });
  });
  it('a subject with aliases is one user', () => {
    const identifiers = [
      { format: 'opaque', id: '7' },
      { format: 'email', email: 'avery@contoso.com' },
      { format: 'iss_sub', iss: 'https://login.microsoftonline.com/t/v2.0', sub: avery.id },
    ];
    const events = { 'https://schemas.openid.net/secevent/risc/event-type/credential-compromise': {} };
    const token = {
      iss: 'https://idp.example.com/',
      jti: 'j',
      sub_id: { format: 'aliases', identifiers },
      events,
    };
    expect(usersOf(read(token))).toEqual([avery.id]);
  });
  it('a click without its list is for a person to look at, unless its threat is none', () => {
    const click = { clickTime: '2026-11-23T10:00:00Z', clickIP: '203.0.113.7', threatID: 't-1', id: 'c-1' };
    const named = { ...click, recipient: avery.upn, classification: 'phish' };
    expect(read({ ...named, threatStatus: 'active' })).toMatchObject({
      kind: 'rejected',
      format: 'proofpointTapClick',
    });
    expect(read({ ...named, threatStatus: 'cleared' })).toMatchObject({ kind: 'nothingToDo' });
  });
  it('a mailbox in Defender’s stream is for a person to look at', () => {
    const properties = { EntityType: 'Mailbox', AccountUpn: 'avery@contoso.com' };
    expect(read({ category: 'AdvancedHunting-AlertEvidence', properties })).toMatchObject({
      kind: 'rejected',
      format: 'defenderMailboxEvidence',
    });
  });
  it('a notification of a change has ids only: it is rejected, but for validation and changes of users', () => {
    const notice = { subscriptionId: 's', changeType: 'created', resource: 'security/alerts_v2/a-1' };
    expect(read({ value: [notice] })).toMatchObject({ kind: 'rejected', format: 'graphChangeNotification' });
    for (const change of [{ changeType: 'Validation: testing' }, { resource: `Users/${avery.id}` }]) {
      expect(read({ value: [{ ...notice, ...change }] })).toMatchObject({ kind: 'nothingToDo' });
    }
  });
  it('an alert that names everybody is none', () => {
    const everybody = Array.from({ length: 1001 }, (_, n) => ({
      ...avery,
      id: '',
      upn: `u${String(n)}@contoso.com`,
    }));
    const alert = alertFixtures.find(({ format }) => format === 'graphAlert')?.alert(everybody);
    expect(read(alert)).toMatchObject({
      kind: 'rejected',
      issues: [{ message: 'names more than 1000 accounts' }],
    });
  });
});
