import type { ApprovalItem } from '../api/schemas';
import type { Strings } from './strings';
import type { View } from './view';
import { el } from './view';

/** An alert by its title, as a link (with the id, by which the focus is kept) where it has an address on the web; undefined without an alert. */
export function alertView(strings: Strings, alert: ApprovalItem['alert'], linkId: string): View | undefined {
  if (!alert) return undefined;
  const { title, id, severity, provider, url } = alert;
  const name = el('span', { class: 'text' }, title ?? id ?? provider ?? strings.alert);
  const about = [severity, title === undefined ? undefined : provider].filter((part) => part !== undefined);
  const address = webAddress(url);
  return el(
    'span',
    {},
    address === undefined
      ? name
      : el(
          'a',
          { id: linkId, href: address, target: '_blank', rel: 'noopener noreferrer' },
          name,
          el('span', { class: 'unseen' }, ` (${strings.alertLink})`),
        ),
    about.length > 0 ? el('span', { class: 'quiet' }, ` · ${about.join(' · ')}`) : undefined,
  );
}

/** The sender of the alert has written its address: it may lead to the web alone. */
function webAddress(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const { protocol, href } = new URL(url);
  return protocol === 'https:' || protocol === 'http:' ? href : undefined;
}
