import { pageView } from '../page-view';
import type { Action, Arrival, State } from '../state';
import { acted, arrived, initialState } from '../state';
import type { Language } from '../strings';
import { stringsOf } from '../strings';
import { askForHistory, askForService, askForWaiting, sendDecision } from './ask-for';
import { draw } from './draw';
import type { Session } from './session';

/** What waits is asked for again so often, in ms, while the page is seen. */
const REFRESH_MS = 10_000;

/** Shows the page to the person who is signed in, or asks them to. */
export function showConsole(language: Language, session: Session): void {
  const page = openPage(initialState(language, Date.now(), session.person));
  const arrive = (arrival: Arrival): void => page.become(arrived(page.state(), arrival));
  const act = (action: Action, field?: string): void => {
    const given = action.kind === 'search' && field !== undefined ? { ...action, user: field } : action;
    const before = page.state();
    page.become(acted(before, given));
    follow(session, { action: given, before, after: page.state() }, arrive).catch(() => undefined);
  };
  page.onAction(act);
  if (session.person === undefined) return;
  if (session.isFresh) {
    arrive({ kind: 'notice', notice: { tone: 'good', text: stringsOf(language).freshNow } });
  }
  const refresh = async (): Promise<void> => {
    if (document.visibilityState !== 'visible') return;
    const arrival = await askForWaiting(session);
    page.become({ ...page.state(), now: Date.now() });
    arrive(arrival);
  };
  void refresh();
  setInterval(() => void refresh(), REFRESH_MS);
  document.addEventListener('visibilitychange', () => void refresh());
}

interface Step {
  readonly action: Action;
  readonly before: State;
  readonly after: State;
}

/** Does what an action asks for beyond the page, and has it arrive. */
async function follow(
  session: Session,
  { action, before, after }: Step,
  arrive: (arrival: Arrival) => void,
): Promise<void> {
  switch (action.kind) {
    case 'signIn':
      return session.signIn();
    case 'signOut':
      return session.signOut();
    case 'confirm':
      return before.isSending ? undefined : decide(session, after, arrive);
    case 'search':
      return after.user === '' ? undefined : arrive(await askForHistory(session, after.user));
    case 'more':
      return after.history?.kind === 'loaded'
        ? arrive(await askForHistory(session, after.user, after.history.value))
        : undefined;
    case 'open':
    case 'retry':
      return load(session, after, arrive);
    case 'ask':
    case 'cancel':
      return undefined;
  }
}

async function load(
  session: Session,
  { tab, user }: State,
  arrive: (arrival: Arrival) => void,
): Promise<void> {
  switch (tab) {
    case 'waiting':
      return arrive(await askForWaiting(session));
    case 'history':
      return user === '' ? undefined : arrive(await askForHistory(session, user));
    case 'service':
      return arrive(await askForService(session));
  }
}

async function decide(
  session: Session,
  { asking }: State,
  arrive: (arrival: Arrival) => void,
): Promise<void> {
  if (!asking) return;
  const result = await sendDecision(session, asking);
  arrive({ kind: 'decided', result });
  if (result.kind === 'failed' && result.failure.code === 'stale') {
    return session.signIn(result.failure.claims ?? '{}');
  }
  arrive(await askForWaiting(session));
}

/** Draws a message alone: the page could not begin. */
export function drawNotice(language: Language, text: string): void {
  const page = openPage({ ...initialState(language, Date.now()), notice: { tone: 'bad', text } });
  page.onAction(() => location.assign(location.pathname));
}

function openPage(first: State) {
  const root = document.getElementById('page') ?? document.body;
  let state = first;
  let drawn = '';
  let handle: Parameters<typeof draw>[2] = () => undefined;
  const show = (): void => {
    const views = pageView(state);
    const text = JSON.stringify(views);
    if (text === drawn) return;
    drawn = text;
    document.title = titleOf(state);
    draw(root, views, (action, field) => handle(action, field));
  };
  show();
  return {
    state: () => state,
    become: (next: State): void => {
      state = next;
      show();
    },
    onAction: (on: typeof handle): void => {
      handle = on;
    },
  };
}

/** The title shows how many wait, in a tab that is not seen. */
function titleOf({ language, waiting }: State): string {
  const { title } = stringsOf(language);
  const count = waiting.kind === 'loaded' ? waiting.value.length : 0;
  return count > 0 ? `(${String(count)}) ${title}` : title;
}
