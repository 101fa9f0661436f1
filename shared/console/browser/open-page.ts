import { announcement, pageView } from '../page-view';
import { hashOf } from '../route';
import type { State } from '../state';
import { stringsOf } from '../strings';
import type { OnAction } from './draw';
import { draw } from './draw';

/** The page as it is drawn: it becomes what its state is. */
export interface Page {
  state(): State;
  become(next: State): void;
  onAction(on: OnAction): void;
}

/** Draws a state, and the states that follow, each only where it looks different. */
export function openPage(first: State): Page {
  const root = document.getElementById('page') ?? document.body;
  let state = first;
  let drawn = '';
  let place = hashOf(first);
  let handle: OnAction = () => undefined;
  let isPressed = false;
  const show = (): void => {
    announce(announcement(state));
    if (isPressed) return;
    const views = pageView(state);
    const text = JSON.stringify(views);
    if (text === drawn) return;
    drawn = text;
    document.title = titleOf(state);
    draw(root, views, (action, fields) => handle(action, fields));
    // Another part of the page begins at its top.
    if (hashOf(state) !== place) scrollTo(0, 0);
    place = hashOf(state);
  };
  // What is being pressed is not replaced: the tap would be lost, or meet something else.
  root.addEventListener('pointerdown', () => (isPressed = true));
  for (const end of ['pointerup', 'pointercancel']) {
    addEventListener(end, () =>
      setTimeout(() => {
        isPressed = false;
        show();
      }),
    );
  }
  show();
  return {
    state: () => state,
    become: (next) => {
      state = next;
      show();
    },
    onAction: (on) => {
      handle = on;
    },
  };
}

/** Screen readers say what changes in an element that stays, and only that. */
function announce(text: string): void {
  const spoken = document.getElementById('announcement');
  if (spoken && spoken.textContent !== text) spoken.textContent = text;
}

/** The title shows how many wait, in a tab that is not seen. */
function titleOf({ language, waiting }: State): string {
  const { title } = stringsOf(language);
  const count = waiting.kind === 'loaded' ? waiting.value.length : 0;
  return count > 0 ? `(${String(count)}) ${title}` : title;
}
