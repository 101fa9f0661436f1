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
import { storeContainment } from '../support/stored-containment';

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
  await page.locator('.notice').getByText(`Approved: ${user}`).waitFor();
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
  expect(await violations(page)).toEqual([]);
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
    await page.locator('.notice').getByText('Declined: harper@contoso.com').waitFor();
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
    await page.locator('.notice').getByText('Declined: avery@contoso.com').waitFor();
  },
);

whenThereIsChromium(
  'what an alert has brought is shown as text, and an analyst may not decide on it',
  async () => {
    await app.waitingAlert('casey@contoso.com', HOSTILE);
    const page = await app.openedBy('soc@contoso.com', { viewport: PHONE, locale: 'fr-FR' });
    await page.getByText(HOSTILE).waitFor();
    expect(await page.locator('img').count()).toBe(0);
    await page.getByText('demande le rôle Revocation.Approve').waitFor();
    expect(await page.getByRole('button', { name: 'Approuver' }).count()).toBe(0);
    expect(await violations(page)).toEqual([]);
    expect(await page.title()).toBe('(1) Session revoker');
    expect(await overflow(page)).toBe(0);
    await page.locator('#tab-outcomes').click();
    await page.getByText(HOSTILE).first().waitFor();
    expect(await page.title()).toBe('(1) Session revoker');
  },
);

whenThereIsChromium('the keyboard decides, and neither the focus nor the result is lost', async () => {
  await app.waitingAlert('avery@contoso.com', '\u202Emoc.live\u2066');
  const page = await app.openedBy('lead@contoso.com', { viewport: { ...PHONE, height: 400 } });
  await page.getByText('\uFFFDmoc.live\uFFFD').waitFor();
  const focused = (): Promise<unknown> => page.evaluate('document.activeElement.id');
  const card = page.locator('article', { hasText: 'avery@contoso.com' });
  await card.getByRole('button', { name: 'Decline' }).focus();
  const opener = await focused();
  await page.keyboard.press('Enter');
  await page.getByText('Leave avery@contoso.com signed in?').waitFor();
  for (const key of ['Tab', 'Tab', 'Enter']) await page.keyboard.press(key);
  await page.getByText('Leave avery@contoso.com signed in?').waitFor({ state: 'detached' });
  expect(await focused()).toBe(opener);
  for (const key of ['Enter', 'Tab', 'Enter']) await page.keyboard.press(key);
  const said = page.locator('#announcement', { hasText: 'Declined: avery@contoso.com' });
  await said.waitFor({ state: 'attached' });
  await page.evaluate('scrollTo(0, document.body.scrollHeight)');
  const { y = -1 } = (await page.locator('.notice').boundingBox()) ?? {};
  expect(y).toBeGreaterThan(0);
  expect(await focused()).toBe('main');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.locator('.notice').waitFor({ state: 'detached' });
});

whenThereIsChromium('who has signed in too long ago signs in again, and decides then', async () => {
  const page = await app.openedBy('lead@contoso.com', { viewport: DESK, datedBack: true });
  await page.getByRole('button', { name: 'Decline' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('Leave casey@contoso.com signed in?').waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Yes, decline' }).click();
  await signInAs(page, 'lead@contoso.com');
  await page.locator('.notice').getByText('You are signed in again.').waitFor();
  await page.getByRole('button', { name: 'Decline' }).click();
  await page.getByRole('button', { name: 'Yes, decline' }).click();
  await page.locator('.notice').getByText('Declined: casey@contoso.com stays signed in.').waitFor();
});

whenThereIsChromium('what is contained is brought back, and the outcome follows', async () => {
  const user = 'zoë.müller@contoso.com';
  const passkey = { kind: 'authenticationMethod', id: 'm-1', name: '\u202Eyeksesap' } as const;
  const step = 'removeAuthenticationMethods';
  await storeContainment(app.stack, user, {
    requestId: 'inc-zoë',
    steps: [step],
    changes: [{ step, item: passkey, isFinal: true, state: 'made' }],
    kept: [],
  });
  const page = await app.openedBy(
    'lead@contoso.com',
    { viewport: PHONE },
    `#history=${encodeURIComponent(user)}`,
  );
  await page.getByRole('heading', { name: 'Contained' }).waitFor();
  await page.getByRole('button', { name: 'Bring back' }).click();
  await page.getByText('Nothing comes back').waitFor();
  expect(await page.getByText('Authentication method: \uFFFDyeksesap').count()).toBe(2);
  expect(await violations(page)).toEqual([]);
  expect(await overflow(page)).toBe(0);
  await page.getByLabel('Reason').fill('A false alert');
  await page.keyboard.press('Enter');
  await page.locator('.notice').getByText(`Accepted: ${user}`).waitFor();
  const [outcome] = await app.talk.answers('inc-zoë', 1);
  expect(outcome?.data).toMatchObject({ status: 'restored', reason: 'A false alert' });
  expect(revocationsOf(app.stack.tenant, user)).toBe(1);
  // The page looks again when it is seen again.
  await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
  await page.locator('li.restored').waitFor();
  await page
    .locator('.notice')
    .getByText(outcome?.data.message ?? '-')
    .waitFor();
  await page.locator('article .badge.restored').waitFor();
  expect(await page.getByRole('button', { name: 'Bring back' }).count()).toBe(0);
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
