import type { Action, State } from './state';

/** What the part of the address after `#` asks for: links of cards, and the way back of the browser. */
export function actionOf(hash: string): Action {
  const asked = new URLSearchParams(hash.replace(/^#/, ''));
  const [requestId, user] = [asked.get('request') ?? '', asked.get('history') ?? ''];
  if (requestId !== '') return { kind: 'link', requestId };
  if (user !== '') return { kind: 'search', user, tenant: asked.get('tenant') ?? '' };
  const tab = (['history', 'outcomes', 'service'] as const).find((name) => asked.has(name));
  return { kind: 'open', tab: tab ?? 'waiting' };
}

/** The part of the address after `#`, with it, for what is shown; empty: what waits. */
export function hashOf({ tab, linked, searched: { user, tenant } }: State): string {
  const named = (names: Readonly<Record<string, string>>): string =>
    `#${Object.entries(names)
      .filter(([, value]) => value !== '')
      .map(([name, value]) => `${name}=${encodeURIComponent(value.toWellFormed())}`)
      .join('&')}`;
  switch (tab) {
    case 'waiting':
      return linked === undefined ? '' : named({ request: linked });
    case 'outcomes':
      return linked === undefined ? '#outcomes' : named({ request: linked });
    case 'history':
      return user === '' ? '#history' : named({ history: user, tenant });
    case 'service':
      return '#service';
  }
}
