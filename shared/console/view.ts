import type { Action } from './state';

type Tag =
  | 'a'
  | 'article'
  | 'button'
  | 'code'
  | 'dd'
  | 'div'
  | 'dl'
  | 'dt'
  | 'form'
  | 'h1'
  | 'h2'
  | 'h3'
  | 'header'
  | 'input'
  | 'label'
  | 'li'
  | 'main'
  | 'nav'
  | 'option'
  | 'ol'
  | 'p'
  | 'section'
  | 'select'
  | 'span'
  | 'time'
  | 'ul';

/** What is drawn: an element, or text. Text is drawn as text, whatever it contains. */
export type View = ElementView | string;

export interface ElementView {
  readonly tag: Tag;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly View[];
  /** What pressing it does; of a form, what sending it does; of a box, what ticking it does. */
  readonly action?: Action;
}

/** An element. Absent children are left out. */
export function el(
  tag: Tag,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly (View | undefined)[]
): ElementView {
  return { tag, attributes, children: children.filter((child) => child !== undefined) };
}

/** A button, by an id that stays: the focus is kept by it. */
export function button(
  id: string,
  text: string,
  action: Action,
  attributes: Readonly<Record<string, string>> = {},
): ElementView {
  return { ...el('button', { id, type: 'button', ...attributes }, text), action };
}

/** A form, which is sent by its button, and by a choice in it. */
export function form(
  id: string,
  action: Action,
  attributes: Readonly<Record<string, string>>,
  ...children: readonly (View | undefined)[]
): ElementView {
  return { ...el('form', { id, ...attributes }, ...children), action };
}

/** A field with its label. */
export function labelled(label: View, id: string, field: ElementView): ElementView {
  return el('div', { class: 'field' }, el('label', { for: id }, label), field);
}

/** A field in which one of several values is chosen. */
export function choice(
  { id, name, label }: { readonly id: string; readonly name: string; readonly label: string },
  chosen: string,
  options: readonly (readonly [value: string, text: string])[],
): ElementView {
  const items = options.map(([value, text]) =>
    el('option', { value, ...(value === chosen && { selected: '' }) }, text),
  );
  return labelled(label, id, el('select', { id, name }, ...items));
}

/** A list of facts; those without a value are left out. */
export function facts(...rows: readonly (readonly [string, View | undefined])[]): ElementView {
  const known = rows.flatMap(([name, value]) =>
    value === undefined ? [] : [el('div', {}, el('dt', {}, name), el('dd', {}, value))],
  );
  return el('dl', {}, ...known);
}
