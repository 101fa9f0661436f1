import { it } from '@jest/globals';
import { existsSync } from 'node:fs';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { chromium } from 'playwright-core';

/** Where Debian's package and others have it; undefined: it is missing. */
export const chromiumFile = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);

/** Runs a test in Chromium; where there is none, it is skipped with a line that says so. */
export const whenThereIsChromium = (name: string, test: () => Promise<void> | void): void => {
  if (chromiumFile === undefined) it.skip(`${name} (no Chromium: apt-get install chromium)`, test);
  else it(name, test);
};

export interface PageOptions extends Pick<BrowserContextOptions, 'viewport' | 'colorScheme' | 'locale'> {
  /** Whether the person signs in as if two hours ago. */
  readonly datedBack?: boolean;
}

/** A browser without a window. */
export interface BrowserForTests {
  /** A page of its own, of a person who has never been there. Errors of its script fail the test at the end. */
  page(options?: PageOptions): Promise<Page>;
  /** What pages have complained about so far. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

export async function openBrowser(executablePath: string): Promise<BrowserForTests> {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  const complaints: string[] = [];
  return {
    complaints,
    page: async ({ datedBack: _datedBack, ...options } = {}) => {
      const context = await browser.newContext({ locale: 'en-GB', ...options, ignoreHTTPSErrors: true });
      const page = await context.newPage();
      page.setDefaultTimeout(10_000);
      page.on('pageerror', ({ message }) => complaints.push(message));
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      return page;
    },
    close: () => browser.close(),
  };
}
