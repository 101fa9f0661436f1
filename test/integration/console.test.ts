import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ServiceBusClient } from '@azure/service-bus';
import type { Page } from 'playwright-core';
import { API_AUDIENCE, CONSOLE_CLIENT_ID } from '../../local/api-token';
import type { HostProcess } from '../../local/host/host-process';
import type { IdentityProcess } from '../../local/identity/identity-process';
import { startIdentityProcess } from '../../local/identity/identity-process';
import type { LocalStack } from '../../local/local-stack';
import { startLocalStack } from '../../local/local-stack';
import type { BrowserForTests } from '../support/browser';
import { chromiumFile, openBrowser, whenThereIsChromium } from '../support/browser';
import { revocationsOf } from '../support/contoso-users';
import type { Conversation } from '../support/conversation';
import { conversation } from '../support/conversation';

const projectFolder = join(__dirname, '../..');
const HOSTILE = '<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script>';

let stack: LocalStack;
let identity: IdentityProcess;
let host: HostProcess;
let talk: Conversation;
let browser: BrowserForTests;

beforeAll(async () => {
  if (chromiumFile === undefined) return;
  stack = await startLocalStack({ projectFolder });
  const { certificate } = stack;
  [identity, browser] = await Promise.all([
    startIdentityProcess({ projectFolder, certificate }),
    openBrowser(chromiumFile),
  ]);
  host = await stack.startHost({
    API_AUDIENCE,
    API_CONSOLE_CLIENT_ID: CONSOLE_CLIENT_ID,
    API_AUTHORITY: identity.authority,
  });
  talk = conversation(new ServiceBusClient(stack.broker.connectionString));
});
afterAll(async () => {
  if (chromiumFile === undefined) return;
  await browser.close();
  await talk.close();
  await identity.stop();
  await stack.stop();
});

/** The page, opened by somebody who has signed in. */
async function openedBy(name: string, options: Parameters<BrowserForTests['page']>[0]): Promise<Page> {
  const page = await browser.page(options);
  await page.goto(`${host.http?.origin ?? ''}/api/console`);
  await page.locator('#sign-in').click();
  await signInAs(page, name, options?.datedBack);
  return page;
}

async function signInAs(page: Page, name: string, datedBack = false): Promise<void> {
  if (datedBack) await page.getByRole('checkbox').check();
  await page.getByRole('button', { name }).click();
  await page.locator('#tab-waiting').waitFor();
}

/** An alert comes over the webhook, and waits for a person. */
async function waitingAlert(user: string, title = 'Anomalous token'): Promise<string> {
  const id = randomUUID();
  const { origin = '', key = '' } = host.http ?? {};
  const alert = {
    provider: 'Microsoft Defender XDR',
    title,
    severity: 'high',
    url: 'https://security.example/alerts/4711',
  };
  await fetch(`${origin}/api/alerts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-functions-key': key },
    body: JSON.stringify({ id, user, confirm: true, reason: 'Token theft', alert }),
  });
  await talk.answers(id, 1);
  return id;
}

async function violations(page: Page): Promise<readonly string[]> {
  const axe = readFileSync(join(projectFolder, 'node_modules/axe-core/axe.min.js'), 'utf8');
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  });
}

async function picture(page: Page, name: string): Promise<void> {
  if (process.env['WRITE_SCREENSHOTS'] !== '1') return;
  const file = join(projectFolder, `docs/images/${name}.png`);
  writeFileSync(file, await page.screenshot({ type: 'png' }));
}

const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 800 };

whenThereIsChromium('an alert at night is decided on with two taps, and the history shows it', async () => {
  const user = 'blake@contoso.com';
  const before = revocationsOf(stack.tenant, user);
  const id = await waitingAlert(user);
  const page = await openedBy('lead@contoso.com', { viewport: PHONE, colorScheme: 'dark' });
  await page.getByRole('button', { name: 'Approve' }).waitFor();
  expect(await violations(page)).toEqual([]);
  await picture(page, 'console-phone');
  await page.getByRole('button', { name: 'Approve' }).click();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Yes, sign out' }).click();
  await page.getByText(`Approved: ${user}`).waitFor();
  const [, outcome] = await talk.answers(id, 2);
  expect(outcome?.data).toMatchObject({ status: 'signOutPending', confirmation: { byProven: true } });
  expect(revocationsOf(stack.tenant, user)).toBe(before + 1);
  await page.locator('#tab-history').click();
  await page.getByRole('textbox').fill(user);
  await page.getByRole('textbox').press('Enter');
  await page.getByText('lead@contoso.com (proven)').waitFor();
  expect(await violations(page)).toEqual([]);
  await page.setViewportSize(DESK);
  await page.emulateMedia({ colorScheme: 'light' });
  await picture(page, 'console-desk');
  const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
  await page.setViewportSize(PHONE);
  expect(await page.evaluate(overflow)).toBe(0);
  await page.locator('#tab-service').click();
  await page.getByText('All checks pass').waitFor();
  expect(await violations(page)).toEqual([]);
});

whenThereIsChromium(
  'what an alert has brought is shown as text, and an analyst may not decide on it',
  async () => {
    await waitingAlert('casey@contoso.com', HOSTILE);
    const page = await openedBy('soc@contoso.com', { viewport: PHONE, locale: 'fr-FR' });
    await page.getByText(HOSTILE).waitFor();
    expect(await page.locator('img').count()).toBe(0);
    await page.getByRole('button', { name: 'Approuver' }).click();
    await page.getByRole('button', { name: 'Oui, déconnecter' }).click();
    await page.getByText('il lui manque le rôle Revocation.Approve').waitFor();
    expect(await page.title()).toBe('(1) Session revoker');
  },
);

whenThereIsChromium('who has signed in too long ago signs in again, and decides then', async () => {
  const page = await openedBy('lead@contoso.com', { viewport: DESK, datedBack: true });
  await page.getByRole('button', { name: 'Decline' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('Leave casey@contoso.com signed in?').waitFor();
  await page.getByRole('button', { name: 'Yes, decline' }).click();
  await signInAs(page, 'lead@contoso.com');
  await page.getByText('You are signed in again.').waitFor();
  await page.getByRole('button', { name: 'Decline' }).click();
  await page.getByRole('button', { name: 'Yes, decline' }).click();
  await page.getByText('Declined: casey@contoso.com stays signed in.').waitFor();
});

whenThereIsChromium('the pages break no rule of their own policy', () => {
  // Chromium reports each answer that is a refusal.
  const isAnswer = (complaint: string): boolean =>
    /responded with a status of (?:401|403|404)/.test(complaint);
  expect(browser.complaints.filter((complaint) => !isAnswer(complaint))).toEqual([]);
});

it('Chromium is there where it is required', () => {
  expect(chromiumFile === undefined && process.env['CHROMIUM'] === 'required').toBe(false);
});
