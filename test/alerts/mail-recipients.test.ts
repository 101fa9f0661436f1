import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mailSubject } from '../../shared/alerts/mail-titles';
import { averyAccount as avery } from '../fixtures/alerts/alert-fixture';
import type { FixtureMail } from '../fixtures/alerts/mail';
import { STRANGER, mailShapes, robinAccount as robin } from '../fixtures/alerts/mail';
import { expectEqual } from '../support/equal';
import { acting, delivered, others, read, reported, usersOf } from '../support/mail-alerts';

const isAvery = (users: readonly string[]): boolean =>
  users.length === 1 && [avery.id, avery.upn].includes(users[0] ?? '');

const received: FixtureMail = { from: STRANGER, to: [avery] };

describe('a title', () => {
  it.each(reported)('is about a report: %s', (title) => expect(mailSubject(title)).toBe('reported'));
  it.each(delivered)('is about a mail that came: %s', (title) =>
    expect(mailSubject(title)).toBe('delivered'),
  );
  it.each(acting)('is about a mailbox that acts: %s', (title) => expect(mailSubject(title)).toBe('acting'));
  it.each(others)('is about something else: %s', (title) =>
    expect(['other', 'unknown']).toContain(mailSubject(title)),
  );
});

describe.each(mailShapes.map((shape) => [shape.format, shape] as const))(
  'an alert about mail (%s)',
  (format, shape) => {
    /** The titles whose alert does not name its user, with any of these mails or none. */
    const withoutUser = (titles: readonly string[], mails: readonly FixtureMail[]): readonly string[] =>
      titles.filter((title) =>
        [undefined, ...mails].some(
          (mail) => !isAvery(usersOf(read(shape.alert({ title, accounts: [avery], mail })))),
        ),
      );
    it.each([undefined, received])(
      'skips who only received or reported it, whatever its title: %j',
      (mail) => {
        const readings = [...reported, ...delivered].map((title) =>
          read(shape.alert({ title, accounts: [avery], mail })),
        );
        const skipped = [{ reason: 'only received or reported the mail' }];
        expect(readings).toMatchObject(readings.map(() => ({ kind: 'nothingToDo', format, skipped })));
      },
    );
    it('names the owner of a mailbox that acts, whatever its title', () =>
      expect(withoutUser(acting, [received, { from: avery.upn, to: [robin] }])).toEqual([]));
    it('names the user of an alert about something else, whatever its title', () =>
      expect(withoutUser(others, [])).toEqual([]));
  },
);

const withEvidence = mailShapes
  .filter(({ single }) => !single)
  .map((shape) => [shape.format, shape] as const);

describe.each(withEvidence)('the evidence of a mail (%s)', (_format, shape) => {
  it('keeps its sender, and skips its recipient', () => {
    for (const title of [...delivered, ...acting, 'Custom alert']) {
      const accounts = [robin, avery];
      expect(usersOf(read(shape.alert({ title, accounts, mail: { from: avery.upn, to: [robin] } })))).toEqual(
        [avery.id],
      );
    }
  });
  it('does not trust a sender who is the recipient as well', () => {
    const mail = { from: avery.upn, to: [avery] };
    expect(usersOf(read(shape.alert({ title: delivered[0] ?? '', accounts: [avery], mail })))).toEqual([]);
  });
  it('skips a recipient also where the title says nothing about mail', () => {
    const mail = { from: STRANGER, to: [avery] };
    expect(usersOf(read(shape.alert({ title: 'Custom alert', accounts: [avery], mail })))).toEqual([]);
  });
  it('never adds a user when it is added with the account of its recipient', () => {
    const titles = fc.constantFrom(...reported, ...delivered, ...acting, ...others, 'Custom alert');
    const senders = fc.constantFrom(STRANGER, robin.upn);
    fc.assert(
      fc.property(titles, senders, fc.boolean(), (title, from, isFirst) => {
        const accounts = isFirst ? [robin, avery] : [avery, robin];
        const before = usersOf(read(shape.alert({ title, accounts: [avery] })));
        const after = usersOf(read(shape.alert({ title, accounts, mail: { from, to: [robin] } })));
        expectEqual(
          after.filter((user) => !before.includes(user)),
          [],
        );
      }),
      { numRuns: 20 },
    );
  });
});

describe.each(withEvidence)('several accounts (%s)', (_format, shape) => {
  const title = 'Suspicious inbox manipulation rule';
  it('that all received a mail are for a person to look at, since the alert means one of them', () => {
    const accounts = [avery, robin];
    expect(read(shape.alert({ title, accounts, mail: { from: STRANGER, to: accounts } }))).toMatchObject({
      kind: 'rejected',
      issues: [{ message: expect.stringMatching(/all of its accounts received the mail/) }],
    });
  });
  it('of which some received a mail lose these, and win none when the others receive it as well', () => {
    const accounts = [avery, robin];
    const some = read(shape.alert({ title, accounts, mail: { from: STRANGER, to: [robin] } }));
    expect(isAvery(usersOf(some))).toBe(true);
  });
});

describe('what else names an account', () => {
  const messages = { from: STRANGER, to: [avery, robin] };
  it('keeps it: a role, or a process, in an alert about a mail that came', () => {
    const graph = mailShapes.find(({ format }) => format === 'graphAlert');
    const alert = graph?.alert({ title: delivered[0] ?? '', accounts: [robin], mail: messages }) as {
      evidence: object[];
    };
    const user = { azureAdUserId: avery.id, userPrincipalName: avery.upn };
    const evidence = '#microsoft.graph.security.';
    const compromised = {
      '@odata.type': `${evidence}userEvidence`,
      roles: ['compromised'],
      userAccount: user,
    };
    expect(usersOf(read({ ...alert, evidence: [...alert.evidence, compromised] }))).toEqual([avery.id]);
    const named = { ...compromised, roles: [] };
    const process = { '@odata.type': `${evidence}processEvidence`, processId: 7, userAccount: user };
    expect(usersOf(read({ ...alert, evidence: [...alert.evidence, named] }))).toEqual([]);
    expect(usersOf(read({ ...alert, evidence: [...alert.evidence, named, process] }))).toEqual([avery.id]);
  });
  it('keeps it in the spelling of an alert that Wazuh has fetched', () => {
    const graph = mailShapes.find(({ format }) => format === 'graphAlert');
    const alert = graph?.alert({ title: delivered[0] ?? '', accounts: [robin, avery], mail: messages }) as {
      evidence: object[];
    };
    const userAccount = { azureAdUserId: avery.id, userPrincipalName: avery.upn };
    const process = { '@odata.type': '#microsoft.graph.security.processEvidence', processId: 7, userAccount };
    const text = JSON.stringify({ ...alert, evidence: [...alert.evidence, process] });
    const fetched = JSON.parse(text.replaceAll('@odata.type', 'at_sign_odata_type')) as unknown;
    expect(usersOf(read({ integration: 'ms-graph', 'ms-graph': fetched }))).toEqual([avery.id]);
  });
  it('keeps it where a process refers to it by $ref', () => {
    const row = mailShapes.find(({ format }) => format === 'securityAlert');
    const alert = row?.alert({ title: delivered[0] ?? '', accounts: [avery, robin], mail: messages }) as {
      Entities: string;
    };
    const entities = [
      ...(JSON.parse(alert.Entities) as object[]),
      { Type: 'process', Account: { $ref: '2' } },
    ];
    expect(usersOf(read({ ...alert, Entities: JSON.stringify(entities) }))).toEqual([avery.id]);
  });
  it('keeps the only account of an incident that another product took part in', () => {
    const shape = mailShapes.find(({ format }) => format === 'sentinelIncidentTrigger');
    const given = { title: 'Multi-stage incident', accounts: [avery], mail: { from: STRANGER, to: [avery] } };
    const alert = shape?.alert(given) as { object: { properties: { additionalData: object } } };
    alert.object.properties.additionalData = {
      alertProductNames: ['Microsoft Defender for Office 365', 'Microsoft Entra ID Protection'],
    };
    expect(usersOf(read(alert))).toEqual([avery.id]);
  });
});
