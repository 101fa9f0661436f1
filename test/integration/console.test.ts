import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { chromiumFile, whenThereIsChromium } from '../support/browser';
import type { ConsoleApp } from '../support/console-app';
import {
  DESK,
  PHONE,
  complaintsOf,
  overflow,
  picture,
  signInAs,
  startConsoleApp,
  violations,
} from '../support/console-app';
import { revocationsOf } from '../support/contoso-users';

const HOSTILE = '<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script>';

let app: ConsoleApp;

beforeAll(async () => {
  if (chromiumFile !== undefined) app = await startConsoleApp(chromiumFile);
});
afterAll(async () => {
  if (chromiumFile !== undefined) await app.stop();
});

whenThereIsChromium('an alert at night is decided on with two taps, and the history shows it', async () => {
  const user = 'blake@contoso.com';
  const before = revocationsOf(app.stack.tenant, user);
  const id = await app.waitingAlert(user);
  const page = await app.openedBy('lead@contoso.com', { viewport: PHONE, colorScheme: 'dark' });
  await page.getByRole('button', { name: 'Approve' }).waitFor();
  expect(await violations(page)).toEqual([]);
  await picture(page, 'console-phone');
  await page.getByRole('button', { name: 'Approve' }).click();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Yes, sign out' }).click();
  await page.getByText(`Approved: ${user}`).waitFor();
  const [, outcome] = await app.talk.answers(id, 2);
  expect(outcome?.data).toMatchObject({ status: 'signOutPending', confirmation: { byProven: true } });
  expect(revocationsOf(app.stack.tenant, user)).toBe(before + 1);
  await page.locator('#tab-history').click();
  await page.getByRole('textbox').fill(user);
  await page.getByRole('textbox').press('Enter');
  await page.getByText('lead@contoso.com (proven)').waitFor();
  expect(await violations(page)).toEqual([]);
  expect(await overflow(page)).toBe(0);
  await page.setViewportSize(DESK);
  await page.emulateMedia({ colorScheme: 'light' });
  await picture(page, 'console-desk');
});

whenThereIsChromium(
  'the link of a card leads to its request, also past the sign-in, and later to its outcomes',
  async () => {
    await app.waitingAlert('avery@contoso.com');
    const id = await app.waitingAlert('harper@contoso.com');
    const link = `#request=${id}`;
    const page = await app.openedBy('lead@contoso.com', { viewport: PHONE }, link);
    await page.getByText('The request of your link').waitFor();
    expect(await page.locator('article').first().innerText()).toContain('harper@contoso.com');
    expect(await violations(page)).toEqual([]);
    await page.locator('article').first().getByRole('button', { name: 'Decline' }).click();
    await page.getByRole('button', { name: 'Yes, decline' }).click();
    await page.getByText('Declined: harper@contoso.com').waitFor();
    await app.talk.answers(id, 2);
    await page.reload();
    await page.getByRole('heading', { name: `Request ${id}` }).waitFor();
    await page.locator('li.declined').waitFor();
    await page.evaluate(`location.hash = '#request=inc-unknown'`);
    await page.getByText('Nothing is known of this request.').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.goBack();
    await page.locator('li.declined').waitFor();
    await page.getByRole('button', { name: 'Show all outcomes' }).click();
    await page.locator('#filter-group').waitFor();
    await page.locator('#tab-waiting').click();
    await page.getByRole('button', { name: 'Decline' }).click();
    await page.getByRole('button', { name: 'Yes, decline' }).click();
    await page.getByText('Declined: avery@contoso.com').waitFor();
  },
);

whenThereIsChromium(
  'what an alert has brought is shown as text, and an analyst may not decide on it',
  async () => {
    await app.waitingAlert('casey@contoso.com', HOSTILE);
    const page = await app.openedBy('soc@contoso.com', { viewport: PHONE, locale: 'fr-FR' });
    await page.getByText(HOSTILE).waitFor();
    expect(await page.locator('img').count()).toBe(0);
    await page.getByRole('button', { name: 'Approuver' }).click();
    await page.getByRole('button', { name: 'Oui, déconnecter' }).click();
    await page.getByText('il lui manque le rôle Revocation.Approve').waitFor();
    expect(await page.title()).toBe('(1) Session revoker');
    expect(await overflow(page)).toBe(0);
    await page.locator('#tab-outcomes').click();
    await page.getByText(HOSTILE).first().waitFor();
    expect(await page.title()).toBe('(1) Session revoker');
  },
);

whenThereIsChromium('who has signed in too long ago signs in again, and decides then', async () => {
  const page = await app.openedBy('lead@contoso.com', { viewport: DESK, datedBack: true });
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

whenThereIsChromium('the page has no cookies, and breaks no rule of its own policy', async () => {
  const page = await app.openedBy('soc@contoso.com');
  const origin = app.host.http?.origin ?? '';
  expect(await page.context().cookies(origin)).toEqual([]);
  expect(complaintsOf(app.browser)).toEqual([]);
});

it('Chromium is there where it is required', () => {
  expect(chromiumFile === undefined && process.env['CHROMIUM'] === 'required').toBe(false);
});
