import { afterAll, beforeAll, expect } from '@jest/globals';
import { northwind } from '../../local/tenant/northwind';
import { webhookSender } from '../../local/webhook-sender';
import { chromiumFile, whenThereIsChromium } from '../support/browser';
import type { ConsoleApp } from '../support/console-app';
import {
  DESK,
  PHONE,
  complaintsOf,
  overflow,
  picture,
  startConsoleApp,
  violations,
} from '../support/console-app';
import { revocationsOf } from '../support/contoso-users';

let app: ConsoleApp;
const sender = webhookSender('northwind');

beforeAll(async () => {
  if (chromiumFile === undefined) return;
  const settings = {
    REVOCATION_POLICY: JSON.stringify({ approvals: { quorum: 2 } }),
    WEBHOOK_SOURCES: JSON.stringify([sender.setting]),
  };
  app = await startConsoleApp(chromiumFile, settings, { connected: [northwind] });
});
afterAll(async () => {
  if (chromiumFile !== undefined) await app.stop();
});

whenThereIsChromium('two people approve, and who has approved can take it back until then', async () => {
  const user = 'blake@contoso.com';
  const before = revocationsOf(app.stack.tenant, user);
  const id = await app.waitingAlert(user);
  const page = await app.openedBy('lead@contoso.com', { viewport: PHONE });
  const approve = async (): Promise<void> => {
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByRole('button', { name: 'Yes, sign out' }).click();
    await page.getByText('1 of 2 · lead@contoso.com').waitFor();
  };
  await page.getByText('0 of 2').waitFor();
  await approve();
  await page.getByRole('button', { name: 'Take back my approval' }).click();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Yes, take it back' }).click();
  await page.locator('.notice').getByText(`Your approval to sign ${user} out is taken back.`).waitFor();
  await page.getByText('0 of 2').waitFor();
  await approve();
  await page.getByRole('button', { name: 'Take back my approval' }).scrollIntoViewIfNeeded();
  await picture(page, 'console-votes');
  expect(revocationsOf(app.stack.tenant, user)).toBe(before);
  const other = await app.openedBy('deputy@contoso.com', { viewport: PHONE });
  await other.getByText('1 of 2 · lead@contoso.com').waitFor();
  await other.getByRole('button', { name: 'Approve' }).click();
  await other.getByRole('button', { name: 'Yes, sign out' }).click();
  await other.locator('.notice').getByText(`Approved: ${user}`).waitFor();
  await app.talk.answers(id, 2);
  expect(revocationsOf(app.stack.tenant, user)).toBe(before + 1);
});

whenThereIsChromium('many are decided on at once, and each shows its result', async () => {
  const ids = [await app.waitingAlert('casey@contoso.com'), await app.waitingAlert('harper@contoso.com')];
  const about = { user: 'robin@northwind.example', confirm: true, reason: 'Token theft' };
  await sender.post(app.host.http, Buffer.from(JSON.stringify({ id: 'northwind-1', ...about })));
  await app.talk.answers('northwind-1', 1);
  const page = await app.openedBy('lead@contoso.com', { viewport: PHONE });
  await page.getByLabel('Tenant').selectOption({ label: 'Northwind' });
  await page.getByRole('heading', { name: 'robin@northwind.example' }).waitFor();
  expect(await page.locator('article').count()).toBe(1);
  await page.getByLabel('Tenant').selectOption({ label: 'All tenants' });
  await page.getByLabel('Select casey@contoso.com').check();
  await page.getByLabel('Select harper@contoso.com').check();
  expect(await violations(page)).toEqual([]);
  expect(await overflow(page)).toBe(0);
  await picture(page, 'console-many');
  await page.locator('#decline-selected').click();
  await page.getByText('Leave 2 users signed in?').waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Yes, decline' }).click();
  await page.locator('.notice').getByText('2 of 2 decisions were accepted.').waitFor();
  await page.locator('.notice').getByText('Declined: harper@contoso.com stays signed in.').waitFor();
  for (const id of ids) await app.talk.answers(id, 2);
  expect(await page.locator('article').count()).toBe(1);
});

whenThereIsChromium('the outcomes of all users are filtered, and each leads to its user', async () => {
  const page = await app.openedBy('soc@contoso.com', { viewport: PHONE, colorScheme: 'dark' });
  await page.locator('#tab-outcomes').click();
  await page.locator('li.declined').first().waitFor();
  expect(await violations(page)).toEqual([]);
  expect(await overflow(page)).toBe(0);
  await picture(page, 'console-outcomes');
  await page.setViewportSize(DESK);
  expect(await violations(page)).toEqual([]);
  await page.setViewportSize(PHONE);
  await page.getByLabel('Outcome', { exact: true }).selectOption({ label: 'Signed out' });
  await page.locator('li.declined').first().waitFor({ state: 'detached' });
  await page.locator('li.signOutPending').first().waitFor();
  await page.locator('#filter-user').fill('casey@contoso.com');
  await page.locator('#filter-user').press('Enter');
  await page.getByText('No outcome fits.').waitFor();
  await page.getByLabel('Outcome', { exact: true }).selectOption({ label: 'All' });
  await page.getByRole('button', { name: 'casey@contoso.com' }).first().click();
  await page.getByRole('heading', { name: 'History of casey@contoso.com' }).waitFor();
  await page.goBack();
  await page.locator('#filter-group').waitFor();
  await page.getByLabel('Tenant').selectOption({ label: 'Northwind' });
  await page.getByText('The name leads to no user of this tenant').waitFor();
  await page.locator('#filter-user').fill('');
  await page.locator('#filter-go').click();
  await page.getByRole('button', { name: 'robin@northwind.example' }).first().click();
  await page.getByRole('heading', { name: 'History of robin@northwind.example' }).waitFor();
});

whenThereIsChromium('an operator stops and resumes with two taps and a reason; others may not', async () => {
  const analyst = await app.openedBy('deputy@contoso.com', { viewport: PHONE });
  await analyst.locator('#tab-service').click();
  await analyst.getByText('takes the role Revocation.Operate').waitFor();
  expect(await analyst.getByRole('button', { name: 'Stop all sign-outs' }).count()).toBe(0);
  const page = await app.openedBy('lead@contoso.com', { viewport: PHONE });
  await page.locator('#tab-service').click();
  await page.getByRole('heading', { name: 'Running' }).waitFor();
  await page.getByText('No check has failed').waitFor();
  expect(await violations(page)).toEqual([]);
  expect(await overflow(page)).toBe(0);
  await picture(page, 'console-service');
  await page.getByRole('button', { name: 'Stop all sign-outs' }).click();
  expect(await violations(page)).toEqual([]);
  await page.getByLabel('Reason').fill('The rule Spray names everybody');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Stopped: nobody is signed out' }).waitFor();
  await analyst.locator('#tab-waiting').click();
  await analyst.getByText('an approval signs nobody out now').waitFor({ timeout: 20_000 });
  await page.setViewportSize(DESK);
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Resume' }).click();
  await page.getByLabel('Reason').fill('The rule is corrected');
  await page.getByRole('button', { name: 'Yes, resume' }).click();
  await page.getByRole('heading', { name: 'Running' }).waitFor();
});

whenThereIsChromium('the pages break no rule of their own policy', () => {
  expect(complaintsOf(app.browser)).toEqual([]);
});
