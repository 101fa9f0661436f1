import { describe, expect, it } from '@jest/globals';
import { averyAccount as avery } from '../fixtures/alerts/alert-fixture';
import { STRANGER, mailShapes, robinAccount as robin } from '../fixtures/alerts/mail';
import { delivered, read, reported, usersOf } from '../support/mail-alerts';

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
