import type { Action } from '../state';
import type { View } from '../view';

/** What a person has done; of a form, with the text of its field. */
export type OnAction = (action: Action, field?: string) => void;

/** Draws views into an element, by nodes alone: no text is read as HTML. The focus and what is typed stay where they are. */
export function draw(root: HTMLElement, views: readonly View[], onAction: OnAction): void {
  const focused = document.activeElement?.id ?? '';
  const typed = new Map(fields().map(({ id, value }) => [id, value]));
  root.replaceChildren(...views.map((view) => nodeOf(view, onAction)));
  for (const field of fields()) field.value = typed.get(field.id) ?? field.value;
  const asked = root.querySelector<HTMLElement>('[data-focus]');
  if (asked && !asked.parentElement?.contains(document.activeElement)) {
    const isKept = focused !== '' && asked.parentElement?.querySelector(`#${CSS.escape(focused)}`);
    if (!isKept) return asked.focus({ preventScroll: true });
  }
  if (focused !== '') document.getElementById(focused)?.focus({ preventScroll: true });
}

function fields(): HTMLInputElement[] {
  return [...document.querySelectorAll('input')];
}

function nodeOf(view: View, onAction: OnAction): Node {
  if (typeof view === 'string') return document.createTextNode(view);
  const element = document.createElement(view.tag);
  for (const [name, value] of Object.entries(view.attributes)) element.setAttribute(name, value);
  element.append(...view.children.map((child) => nodeOf(child, onAction)));
  const { action } = view;
  if (!action) return element;
  if (view.tag === 'form') {
    element.addEventListener('submit', (event) => {
      event.preventDefault();
      onAction(action, element.querySelector('input')?.value);
    });
  } else element.addEventListener('click', () => onAction(action));
  return element;
}
