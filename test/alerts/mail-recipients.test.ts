import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mailSubject } from '../../shared/alerts/mail-titles';
import { readMessage } from '../../shared/alerts/read-message';
import type { Reading } from '../../shared/alerts/reading';
import { referenceText } from '../../shared/core/user-reference';
import { averyAccount as avery } from '../fixtures/alerts/alert-fixture';
import { STRANGER, mailShapes, robinAccount as robin } from '../fixtures/alerts/mail';

const reported = [
  'Email reported by user as malware or phish',
  'Email reported by user as junk',
  'Teams message reported by user as security risk',
  'User reported phishing',
];
const delivered = [
  'Email messages containing malicious URL removed after delivery',
  'Email messages removed after delivery involving one user',
  'Messages containing malicious entity not removed after delivery',
  'Phish delivered due to an ETR override',
  'Phish delivered by a transport rule',
  'Malware not zapped because ZAP is disabled',
  'A potentially malicious URL click was detected',
  'A user clicked through to a potentially malicious URL',
  'User requested to release a quarantined message',
  'Phishing email received',
  'Phishing email sent from external domain delivered',
  'Phishing email sent from compromised account of a partner delivered',
  'Message with restricted attachment delivered',
  'Email with malicious URL redirecting to login page removed after delivery',
  'Phishing email forwarded by user to abuse mailbox',
];
const acting = [
  'Creation of forwarding/redirect rule',
  'Suspicious email forwarding activity',
  'Suspicious inbox manipulation rule',
  'Suspicious email sending patterns detected',
  'Email sending limit exceeded',
  'User restricted from sending email',
  'Suspicious inbox forwarding rule removed',
  'Suspicious emails sent by BEC-related user',
  'Internal phishing campaign',
];
const others = [
  'Anonymous IP address',
  'Suspicious sign-in after a phishing email',
  'Fraud reported by user',
  'Malicious sign-in reported by the identity provider',
  'User and IP address reported malicious',
  'Malicious OAuth app consent reported by user',
  'Password spray with malicious IP; user reported',
  'Sign-in from a phishing site reported by user',
];

function read(alert: unknown): Reading {
  return readMessage(Buffer.from(JSON.stringify(alert)), { fallbackId: 'm' })[0];
}
const usersOf = (reading: Reading): string[] =>
  reading.kind === 'request' ? reading.request.users.map(referenceText).sort() : [];
const isAvery = (users: readonly string[]): boolean =>
  users.length === 1 && [avery.id, avery.upn].includes(users[0] ?? '');

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
    it.each([...reported, ...delivered])('skips who only received or reported it: %s', (title) => {
      for (const mail of [undefined, { from: STRANGER, to: [avery] }]) {
        const reading = read(shape.alert({ title, accounts: [avery], mail }));
        expect(reading).toMatchObject({
          kind: 'nothingToDo',
          format,
          skipped: [{ reason: 'only received or reported the mail' }],
        });
      }
    });
    it.each(acting)('names the owner of a mailbox that acts: %s', (title) => {
      for (const mail of [undefined, { from: STRANGER, to: [avery] }, { from: avery.upn, to: [robin] }]) {
        expect(isAvery(usersOf(read(shape.alert({ title, accounts: [avery], mail }))))).toBe(true);
      }
    });
    it.each(others)('names the user of an alert about something else: %s', (title) =>
      expect(isAvery(usersOf(read(shape.alert({ title, accounts: [avery] }))))).toBe(true),
    );
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
        expect(after.filter((user) => !before.includes(user))).toEqual([]);
      }),
      { numRuns: 50 },
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

describe('a mailbox', () => {
  const row = (Recipient: string): unknown => ({
    SystemAlertId: 'a-1',
    DisplayName: 'Custom alert',
    AlertSeverity: 'High',
    Entities: [
      ...[avery, robin].map(({ name, suffix, id }) => ({
        Type: 'account',
        AadUserId: id,
        Name: name,
        UPNSuffix: suffix,
      })),
      { Type: 'mailbox', MailboxPrimaryAddress: 'first.last@contoso.com', Upn: robin.upn },
      { Type: 'mailbox', MailboxPrimaryAddress: 'somebody@contoso.com', Upn: avery.upn },
      { Type: 'mailMessage', Recipient, P2Sender: STRANGER },
    ],
  });
  it('makes its owner the recipient of a mail to its address', () =>
    expect(usersOf(read(row('first.last@contoso.com')))).toEqual([avery.id]));
  it('makes nobody the recipient of a mail to another address', () =>
    expect(usersOf(read(row('other@contoso.com')))).toEqual([avery.id, robin.id].sort()));
});

describe('the alerts of an incident', () => {
  const incident = (title: string, alertTitles: readonly string[], accounts = [avery]): unknown => ({
    objectSchemaType: 'Incident',
    object: {
      properties: {
        title,
        alerts: alertTitles.map((alertDisplayName) => ({ properties: { alertDisplayName } })),
        relatedEntities: [
          ...accounts.map(({ upn }) => ({ kind: 'Account', properties: { accountName: upn } })),
          { kind: 'MailMessage', properties: { networkMessageId: 'n', recipient: avery.upn } },
        ],
      },
    },
  });
  const [report = ''] = reported;
  const [delivery = ''] = delivered;
  it('count, and not the title of the incident', () => {
    expect(usersOf(read(incident('Suspicious inbox manipulation rule', [delivery])))).toEqual([]);
    expect(usersOf(read(incident('Suspicious inbox manipulation rule', [])))).toEqual([avery.upn]);
  });
  it('mean the only account where one of them is about something else', () => {
    for (const titles of [
      [report, 'Unfamiliar sign-in properties'],
      [delivery, 'Custom alert'],
    ]) {
      expect(usersOf(read(incident('Incident 7', titles)))).toEqual([avery.upn]);
      expect(usersOf(read(incident('Incident 7', titles, [avery, robin])))).toEqual([robin.upn]);
    }
  });
  it('are about mail where all of them are', () =>
    expect(usersOf(read(incident('Incident 7', [report, delivery])))).toEqual([]));
});

it('who reported a mail is no target, though the alert calls them compromised', () => {
  const graph = mailShapes.find(({ format }) => format === 'graphAlert');
  const alert = graph?.alert({ title: reported[0] ?? '', accounts: [avery] }) as { evidence: object[] };
  const evidence = alert.evidence.map((one) => ({ ...one, roles: ['compromised'] }));
  expect(usersOf(read({ ...alert, evidence }))).toEqual([]);
});

describe('the senders of a mail', () => {
  const row = (AntispamDirection: string | undefined): unknown => ({
    SystemAlertId: 'a-1',
    DisplayName: 'Phish delivered due to an ETR override',
    AlertSeverity: 'High',
    Entities: [
      { Type: 'account', AadUserId: avery.id, Name: avery.name, UPNSuffix: avery.suffix },
      {
        Type: 'mailMessage',
        Recipient: robin.upn,
        P1Sender: 'bounce@contoso.com',
        P2Sender: avery.upn,
        AntispamDirection,
      },
    ],
  });
  it.each(['Outbound', 'Intraorg'])('all count where it came from within: %s', (direction) =>
    expect(usersOf(read(row(direction)))).toEqual([avery.id]),
  );
  it.each(['Inbound', undefined])('do not all count where it may be from outside: %s', (direction) =>
    expect(usersOf(read(row(direction)))).toEqual([]),
  );
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

describe('the product of an alert', () => {
  it('makes an account with a mail a recipient where it looks at mail, and the user where it looks at devices', () => {
    const entities = [
      { Type: 'account', AadUserId: avery.id, Name: avery.name, UPNSuffix: avery.suffix },
      { Type: 'mailCluster', NetworkMessageIds: ['7'] },
    ];
    const row = (DisplayName: string, ProviderName: string, more: object[] = []): unknown => ({
      SystemAlertId: 'a-1',
      DisplayName,
      AlertSeverity: 'High',
      ProviderName,
      Entities: [...entities, ...more],
    });
    expect(usersOf(read(row('Policy of ours', 'OATP')))).toEqual([]);
    expect(usersOf(read(row('Policy of ours', 'MCAS')))).toEqual([avery.id]);
    expect(usersOf(read(row('Malicious email attachment opened', 'MDATP')))).toEqual([avery.id]);
    expect(usersOf(read(row('Malicious email attachment found', 'ASI Scheduled Alerts')))).toEqual([]);
  });
  it('does not trust the sender of a mail from outside', () => {
    const account = { Type: 'account', AadUserId: avery.id, Name: avery.name, UPNSuffix: avery.suffix };
    const row = (AntispamDirection: string): unknown => ({
      SystemAlertId: 'a-1',
      DisplayName: 'Phish delivered due to an ETR override',
      AlertSeverity: 'High',
      Entities: [
        account,
        { Type: 'mailMessage', Recipient: robin.upn, P2Sender: avery.upn, AntispamDirection },
      ],
    });
    expect(usersOf(read(row('Inbound')))).toEqual([]);
    expect(usersOf(read(row('Intraorg')))).toEqual([avery.id]);
  });
});

describe('the mailbox of streamed evidence', () => {
  const evidence = (Title: string, Severity = 'Medium'): unknown => ({
    category: 'AdvancedHunting-AlertEvidence',
    properties: { EntityType: 'Mailbox', Title, Severity, AccountObjectId: avery.id, AccountUpn: avery.upn },
  });
  it('names its owner where it acts', () =>
    expect(usersOf(read(evidence('Suspicious inbox manipulation rule')))).toEqual([avery.id]));
  it('names nobody where it received a mail, or where nothing is wrong', () => {
    expect(read(evidence('Phish delivered due to an ETR override'))).toMatchObject({ kind: 'nothingToDo' });
    expect(read(evidence('Custom alert', 'Informational'))).toMatchObject({ kind: 'nothingToDo' });
  });
  it('is for a person to look at where the title does not say', () =>
    expect(read(evidence('Custom alert'))).toMatchObject({ kind: 'rejected' }));
});

describe('names of a mail that are written in another way than those of the account', () => {
  const incident = (accountName: string, recipient: string): unknown => ({
    objectSchemaType: 'Incident',
    object: {
      properties: {
        title: 'Suspicious',
        relatedEntities: [
          { kind: 'Account', properties: { accountName: robin.upn } },
          { kind: 'Account', properties: { accountName } },
          { kind: 'MailMessage', properties: { networkMessageId: 'n', recipient } },
        ],
      },
    },
  });
  it.each([
    [avery.upn, avery.upn],
    [avery.upn, `Avery <${avery.upn}>`],
    [`Avery <${avery.upn}>`, `smtp:${avery.upn}`],
    [`${avery.upn}; blake@contoso.com`, `${avery.upn}; blake@contoso.com`],
  ])('are the same names: %s and %s', (accountName, recipient) =>
    expect(usersOf(read(incident(accountName, recipient)))).toEqual([robin.upn]),
  );
});
