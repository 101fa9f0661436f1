import type { HttpFunctionOptions, HttpResponseInit } from '@azure/functions';
import type { ConsoleSettings } from '../shared/api/console-settings';

/** Reads a file of the page. */
export type ReadConsoleFile = (name: string) => Promise<Uint8Array>;

/** Written by the app; the others are files of the package. */
const SETTINGS = 'settings.json';
const TYPES: Readonly<Record<string, string>> = {
  'index.html': 'text/html; charset=utf-8',
  'console.js': 'text/javascript; charset=utf-8',
  'console.css': 'text/css; charset=utf-8',
  [SETTINGS]: 'application/json',
};

/** The functions that serve the console: a page, its files and what it must know. They take no token and change nothing. */
export function consoleFunctions(
  settings: ConsoleSettings,
  read: ReadConsoleFile,
): Readonly<Record<'console' | 'consoleFile', HttpFunctionOptions>> {
  const headers = headersFor(settings);
  const file = async (name: string): Promise<HttpResponseInit> => {
    const type = Object.hasOwn(TYPES, name) ? TYPES[name] : undefined;
    if (type === undefined) return { status: 404, headers };
    const body = name === SETTINGS ? JSON.stringify(settings) : await read(name);
    return { headers: { ...headers, 'Content-Type': type }, body };
  };
  return {
    console: served('console', () => file('index.html')),
    consoleFile: served('console/{file}', ({ params }) => file(params['file'] ?? '')),
  };
}

function served(route: string, handler: HttpFunctionOptions['handler']): HttpFunctionOptions {
  return { methods: ['GET'], route, authLevel: 'anonymous', handler };
}

/** The page runs its own script, talks to this app and to the authority, and is shown in no frame. */
function headersFor({ authority }: ConsoleSettings): Readonly<Record<string, string>> {
  const policy = {
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'connect-src': `'self' ${new URL(authority).origin}`,
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
    // Text never becomes HTML: the browser refuses the attempt.
    'require-trusted-types-for': "'script'",
    'trusted-types': "'none'",
  };
  return {
    'Content-Security-Policy': Object.entries(policy)
      .map(([directive, value]) => `${directive} ${value}`)
      .join('; '),
    'Cache-Control': 'no-cache',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
  };
}
