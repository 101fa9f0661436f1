import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { ServiceBusClient } from '@azure/service-bus';
import type { Page } from 'playwright-core';
import { API_AUDIENCE, CONSOLE_CLIENT_ID } from '../../local/api-token';
import type { HostProcess } from '../../local/host/host-process';
import type { IdentityProcess } from '../../local/identity/identity-process';
import { startIdentityProcess } from '../../local/identity/identity-process';
import type { LocalStack } from '../../local/local-stack';
import { startLocalStack } from '../../local/local-stack';
import type { PassedOn } from '../../local/passed-on';
import { startPassedOn } from '../../local/passed-on';
import { schemas } from '../../shared/api/schemas';
import type { BrowserForTests } from '../support/browser';
import { chromiumFile, openBrowser, whenThereIsChromium } from '../support/browser';
import { revocationsOf } from '../support/contoso-users';
import type { Conversation } from '../support/conversation';
import { conversation } from '../support/conversation';
import { eventually } from '../support/eventually';
import type { FrontDoor, ReadCard } from '../support/teams-cards';
import { cardsAt, openFrontDoor } from '../support/teams-cards';

// An alert comes in at night. The person on call has a card in Teams, and nothing else.

const projectFolder = join(__dirname, '../..');
const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 800 };

let stack: LocalStack;
let passedOn: PassedOn;
let identity: IdentityProcess;
let door: FrontDoor;
let host: HostProcess;
let talk: Conversation;
let browser: BrowserForTests;

beforeAll(async () => {
  if (chromiumFile === undefined) return;
  stack = await startLocalStack({ projectFolder });
  const { certificate } = stack;
  [passedOn, identity, door, browser] = await Promise.all([
    startPassedOn(stack),
    startIdentityProcess({ projectFolder, certificate }),
    openFrontDoor(certificate),
    openBrowser(chromiumFile),
  ]);
  host = await stack.startHost({
    ...passedOn.settings,
    API_AUDIENCE,
    API_CONSOLE_CLIENT_ID: CONSOLE_CLIENT_ID,
    API_AUTHORITY: identity.authority,
    CONSOLE_URL: `${door.origin}/api/console`,
  });
  door.leadTo(host.http?.origin ?? '');
  talk = conversation(new ServiceBusClient(stack.broker.connectionString));
});
afterAll(async () => {
  if (chromiumFile === undefined) return;
  await browser.close();
  await talk.close();
  await stack.stop();
  await Promise.all([identity.stop(), door.stop(), passedOn.stop()]);
});

/** An alert over the webhook, of an analytics rule that wants a person to decide. */
async function raiseAlert(user: string): Promise<string> {
  const id = randomUUID();
  const { origin = '', key = '' } = host.http ?? {};
  const alert = { provider: 'Microsoft Defender XDR', title: 'Anomalous token', severity: 'high' };
  const answer = await fetch(`${origin}/api/alerts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-functions-key': key },
    body: JSON.stringify({ id, user, confirm: true, reason: 'Token theft', alert }),
  });
  expect(answer.status).toBe(202);
  return id;
}

/** The card of a request, once it has come. */
async function cardOf(requestId: string): Promise<ReadCard> {
  const find = () => cardsAt(passedOn.receiver).find(({ link }) => link?.endsWith(`#request=${requestId}`));
  await eventually('a card in Teams', () => find() !== undefined);
  return find() ?? { lines: [], link: undefined };
}

/** Opens the link of a card, as somebody who signs in first. */
async function openCard({ link = '' }: ReadCard, name: string, viewport: typeof PHONE): Promise<Page> {
  const page = await browser.page({ viewport });
  await page.goto(link);
  await page.locator('#sign-in').click();
  await page.getByRole('button', { name }).click();
  await page.locator('#tab-waiting').waitFor();
  return page;
}

/** Two taps. */
/** An approval that the page does not offer, by the token with which it calls. Returns the status of the answer. */
async function approvedAsOnPage(page: Page, requestId: string): Promise<number> {
  const [call] = await Promise.all([page.waitForRequest(/\/api\/approvals\?/), page.reload()]);
  const headers = {
    authorization: call.headers()['authorization'] ?? '',
    'content-type': 'application/json',
  };
  const { origin = '' } = host.http ?? {};
  const list = await fetch(`${origin}/api/approvals`, { headers });
  const { value } = schemas.Approvals.parse(await list.json());
  const { id = '', digest } = value.find((item) => item.requestId === requestId) ?? {};
  const body = JSON.stringify({ decision: 'approve', digest });
  const { status } = await fetch(`${origin}/api/approvals/${id}`, { method: 'POST', headers, body });
  return status;
}

async function approve(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Approve' }).click();
  await page.getByRole('button', { name: 'Yes, sign out' }).click();
}

/** Seconds since the start, by the name of each step that has ended. */
function stopwatch(): { readonly lap: (step: string) => void; readonly laps: () => string } {
  const startedAt = performance.now();
  const laps: string[] = [];
  return {
    lap: (step) => void laps.push(`${step} ${((performance.now() - startedAt) / 1000).toFixed(1)} s`),
    laps: () => laps.join(', '),
  };
}

const nights: readonly (readonly [string, typeof PHONE, string])[] = [
  ['a phone', PHONE, 'blake@contoso.com'],
  ['a desk', DESK, 'casey@contoso.com'],
];
for (const [where, viewport, user] of nights) {
  whenThereIsChromium(
    `on ${where}, the link of the card leads an approver to two taps, and the history shows it`,
    async () => {
      const before = revocationsOf(stack.tenant, user);
      const { lap, laps } = stopwatch();
      const id = await raiseAlert(user);
      const card = await cardOf(id);
      lap('card');
      expect(card.lines).toEqual(
        expect.arrayContaining([
          'Waits for approval',
          `User: ${user}`,
          'Alert: Microsoft Defender XDR: Anomalous token',
          'Reason: Token theft',
          expect.stringMatching(/^Decide before: .+ UTC$/),
        ]),
      );
      expect(card.link).toBe(`${door.origin}/api/console#request=${id}`);

      const page = await openCard(card, 'lead@contoso.com', viewport);
      await page.getByText(user).first().waitFor();
      lap('page');
      await approve(page);
      await page.locator('.notice').getByText(`Approved: ${user}`).waitFor();
      lap('decision');
      const [, outcome] = await talk.answers(id, 2);
      expect(outcome?.data).toMatchObject({
        status: 'signOutPending',
        confirmation: { decision: 'approve', by: 'lead@contoso.com', byProven: true },
      });
      lap('outcome');
      expect(revocationsOf(stack.tenant, user)).toBe(before + 1);
      const row = () => passedOn.ingestion.rows.find(({ OutcomeId }) => OutcomeId === outcome?.id);
      await eventually('a row of the archive', () => row() !== undefined);
      expect(row()).toMatchObject({ DecisionProven: true, DecidedBy: 'lead@contoso.com' });
      await page.locator('#tab-history').click();
      await page.getByRole('textbox').fill(user);
      await page.getByRole('textbox').press('Enter');
      await page.getByText('lead@contoso.com (proven)').waitFor();
      lap('history');
      console.info(`The night, on ${where}: ${laps()}`);
    },
  );
  whenThereIsChromium(
    `on ${where}, an analyst without the role is refused, and nobody is signed out`,
    async () => {
      const before = revocationsOf(stack.tenant, user);
      const id = await raiseAlert(user);
      const page = await openCard(await cardOf(id), 'soc@contoso.com', viewport);
      await page.getByText('takes the role Revocation.Approve').waitFor();
      expect(await page.getByRole('button', { name: 'Approve' }).count()).toBe(0);
      expect(await approvedAsOnPage(page, id)).toBe(403);
      expect([talk.published(id).length, revocationsOf(stack.tenant, user)]).toEqual([1, before]);
      // The next night begins with nothing that waits.
      const approver = await openCard(await cardOf(id), 'lead@contoso.com', viewport);
      await approver.getByRole('button', { name: 'Decline' }).click();
      await approver.getByRole('button', { name: 'Yes, decline' }).click();
      const [, outcome] = await talk.answers(id, 2);
      expect(outcome?.data).toMatchObject({ status: 'declined', confirmation: { byProven: true } });
    },
  );
}

it('Chromium is there where it is required', () => {
  expect(chromiumFile === undefined && process.env['CHROMIUM'] === 'required').toBe(false);
});
