import { acted, withFields } from '../acted';
import { arrived } from '../arrived';
import { rolesOfToken } from '../roles-of-token';
import { actionOf, hashOf } from '../route';
import type { Action } from '../state';
import { initialState } from '../state';
import type { Language } from '../strings';
import { stringsOf } from '../strings';
import type { Arrive } from './follow';
import { follow, load, refreshed } from './follow';
import { openPage } from './open-page';
import type { Session } from './session';

/** What is shown is asked for again so often, in ms, while the page is seen. */
const REFRESH_MS = 10_000;

/** Shows the page to the person who is signed in, or asks them to. */
export function showConsole(language: Language, session: Session): void {
  const page = openPage(initialState(language, Date.now(), session.person));
  const arrive: Arrive = (arrival) => {
    const before = page.state();
    page.become(arrived(before, arrival));
    // A link has led to another part of the page.
    if (page.state().tab !== before.tab) settle(load(session, page.state(), arrive));
  };
  const act = (action: Action): void => {
    const before = page.state();
    page.become(acted(before, action));
    settle(follow(session, { action, before, after: page.state() }, arrive));
  };
  page.onAction((action, fields) => {
    const before = hashOf(page.state());
    act(withFields(action, fields));
    const hash = hashOf(page.state());
    if (hash !== before) history.pushState(null, '', hash === '' ? location.pathname : hash);
  });
  if (session.person === undefined) return;
  settle(readRoles(session, arrive));
  addEventListener('popstate', () => act(actionOf(location.hash)));
  act(actionOf(location.hash));
  if (session.isFresh) {
    arrive({ kind: 'notice', notice: { tone: 'good', text: stringsOf(language).freshNow } });
  }
  keepFresh(session, page, arrive);
}

/** What the person may do, by their token. */
async function readRoles(session: Session, arrive: Arrive): Promise<void> {
  const roles = rolesOfToken((await session.token().catch(() => undefined)) ?? '');
  if (roles) arrive({ kind: 'roles', roles });
}

/** Asks again for what is shown, while the page is seen, and never twice at once. */
function keepFresh(session: Session, page: ReturnType<typeof openPage>, arrive: Arrive): void {
  let isAsking = false;
  const refresh = async (): Promise<void> => {
    if (document.visibilityState !== 'visible' || isAsking) return;
    isAsking = true;
    try {
      page.become({ ...page.state(), now: Date.now() });
      await readRoles(session, arrive);
      await refreshed(session, page.state(), arrive);
    } finally {
      isAsking = false;
    }
  };
  setInterval(() => settle(refresh()), REFRESH_MS);
  document.addEventListener('visibilitychange', () => settle(refresh()));
}

/** Calls fail as values; what fails otherwise has left the page. */
function settle(work: Promise<unknown>): void {
  work.catch(() => undefined);
}

/** Draws a message alone: the page could not begin. */
export function drawNotice(language: Language, text: string): void {
  const page = openPage({ ...initialState(language, Date.now()), notice: { tone: 'bad', text } });
  page.onAction(() => location.assign(location.pathname));
}
