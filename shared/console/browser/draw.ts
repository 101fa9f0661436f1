import { inOrder } from '../in-order';
import type { Action } from '../state';
import type { ElementView, View } from '../view';

/** What a person has done; of a form, with its fields. */
export type OnAction = (action: Action, fields: Readonly<Record<string, string>>) => void;

/** Draws views into an element, by nodes alone: no text is read as HTML. The focus and what is typed stay where they are. */
export function draw(root: HTMLElement, views: readonly View[], onAction: OnAction): void {
  const focused = document.activeElement?.id ?? '';
  const typed = new Map(fields().map(({ id, value }) => [id, value]));
  root.replaceChildren(...views.map((view) => nodeOf(view, onAction)));
  for (const field of fields()) field.value = typed.get(field.id) ?? field.value;
  const asked = root.querySelector<HTMLElement>('[data-focus]');
  if (asked && !asked.parentElement?.contains(document.activeElement)) {
    const isKept = focused !== '' && asked.parentElement?.querySelector(`#${CSS.escape(focused)}`);
    if (!isKept) {
      root.dataset['opener'] = focused;
      return asked.focus({ preventScroll: true });
    }
  }
  if (focused !== '') heirOf(root, focused)?.focus({ preventScroll: true });
}

/** What has the focus after an element: itself, else what had opened the question, else the part of the page. */
function heirOf(root: HTMLElement, id: string): HTMLElement | null {
  const ids = [id, root.dataset['opener'] ?? '', 'main'];
  const found = ids.map((one) => document.getElementById(one)).find((element) => element !== null);
  return found ?? null;
}

function fields(): HTMLInputElement[] {
  return [...document.querySelectorAll<HTMLInputElement>('input:not([type=checkbox])')];
}

function nodeOf(view: View, onAction: OnAction): Node {
  if (typeof view === 'string') return document.createTextNode(inOrder(view));
  const element = document.createElement(view.tag);
  for (const [name, value] of Object.entries(view.attributes)) element.setAttribute(name, value);
  element.append(...view.children.map((child) => nodeOf(child, onAction)));
  listen(element, view, onAction);
  return element;
}

function listen(element: HTMLElement, { action }: ElementView, onAction: OnAction): void {
  if (!action) return;
  if (element instanceof HTMLFormElement) {
    element.addEventListener('submit', (event) => {
      event.preventDefault();
      onAction(action, fieldsOf(element));
    });
    element.addEventListener('change', ({ target }) => {
      if (target instanceof HTMLSelectElement) element.requestSubmit();
    });
  } else {
    const event = element instanceof HTMLInputElement ? 'change' : 'click';
    element.addEventListener(event, () => onAction(action, {}));
  }
}

function fieldsOf(form: HTMLFormElement): Readonly<Record<string, string>> {
  const entries = [...new FormData(form)];
  return Object.fromEntries(
    entries.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}
