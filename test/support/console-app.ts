import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ServiceBusClient } from '@azure/service-bus';
import type { Page } from 'playwright-core';
import { API_AUDIENCE, CONSOLE_CLIENT_ID } from '../../local/api-token';
import type { HostProcess } from '../../local/host/host-process';
import { startIdentityProcess } from '../../local/identity/identity-process';
import type { LocalStack, LocalStackOptions } from '../../local/local-stack';
import { startLocalStack } from '../../local/local-stack';
import type { BrowserForTests, PageOptions } from './browser';
import { openBrowser } from './browser';
import type { Conversation } from './conversation';
import { conversation } from './conversation';

const projectFolder = join(__dirname, '../..');

export const PHONE = { width: 390, height: 844 };
export const DESK = { width: 1280, height: 800 };

/** The app with its console, people who sign in, and a browser. */
export interface ConsoleApp {
  readonly stack: LocalStack;
  readonly host: HostProcess;
  readonly talk: Conversation;
  readonly browser: BrowserForTests;
  /** The page, opened by somebody who has signed in. */
  openedBy(name: string, options?: PageOptions, hash?: string): Promise<Page>;
  /** An alert comes over the webhook, and waits for a person. Returns the id of the request. */
  waitingAlert(user: string, title?: string): Promise<string>;
  stop(): Promise<void>;
}

export async function startConsoleApp(
  executablePath: string,
  settings: Readonly<Record<string, string>> = {},
  options: Omit<LocalStackOptions, 'projectFolder'> = {},
): Promise<ConsoleApp> {
  const stack = await startLocalStack({ projectFolder, ...options });
  const { certificate } = stack;
  const [identity, browser] = await Promise.all([
    startIdentityProcess({ projectFolder, certificate }),
    openBrowser(executablePath),
  ]);
  const host = await stack.startHost({
    API_AUDIENCE,
    API_CONSOLE_CLIENT_ID: CONSOLE_CLIENT_ID,
    API_AUTHORITY: identity.authority,
    ...settings,
  });
  const talk = conversation(new ServiceBusClient(stack.broker.connectionString));
  const { origin = '', key = '' } = host.http ?? {};
  return {
    stack,
    host,
    talk,
    browser,
    openedBy: async (name, pageOptions, hash = '') => {
      const page = await browser.page(pageOptions);
      await page.goto(`${origin}/api/console${hash}`);
      await page.locator('#sign-in').click();
      await signInAs(page, name, pageOptions?.datedBack);
      return page;
    },
    waitingAlert: async (user, title = 'Anomalous token') => {
      const id = randomUUID();
      const url = 'https://security.example/alerts/4711';
      const alert = { provider: 'Microsoft Defender XDR', title, severity: 'high', url };
      await fetch(`${origin}/api/alerts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-functions-key': key },
        body: JSON.stringify({ id, user, confirm: true, reason: 'Token theft', alert }),
      });
      await talk.answers(id, 1);
      return id;
    },
    stop: async () => {
      await browser.close();
      await talk.close();
      await identity.stop();
      await stack.stop();
    },
  };
}

/** Signs in on the page of the identity provider. */
export async function signInAs(page: Page, name: string, datedBack = false): Promise<void> {
  if (datedBack) await page.getByRole('checkbox').check();
  await page.getByRole('button', { name }).click();
  await page.locator('#tab-waiting').waitFor();
}

/** What axe finds wrong with the page as it is. */
export async function violations(page: Page): Promise<readonly string[]> {
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

/** By how many pixels the page is wider than its window. */
export async function overflow(page: Page): Promise<unknown> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

/** A picture for the docs, where they are asked for. */
export async function picture(page: Page, name: string): Promise<void> {
  if (process.env['WRITE_SCREENSHOTS'] !== '1') return;
  const file = join(projectFolder, `docs/images/${name}.png`);
  writeFileSync(file, await page.screenshot({ type: 'png' }));
}

/** What pages have complained about, but for answers that are refusals: Chromium reports each. */
export function complaintsOf({ complaints }: BrowserForTests): readonly string[] {
  const isAnswer = (complaint: string): boolean =>
    /responded with a status of (?:401|403|404)/.test(complaint);
  return complaints.filter((complaint) => !isAnswer(complaint));
}
