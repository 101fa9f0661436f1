import { failedView } from './failed-view';
import type { Loaded } from './state';
import type { Language } from './strings';
import { stringsOf } from './strings';
import type { View } from './view';
import { el } from './view';

/** What was asked for; until then that it is being loaded, or why it could not be. */
export function whenLoaded<T>(language: Language, loaded: Loaded<T>, view: (value: T) => View): View {
  switch (loaded.kind) {
    case 'loading':
      return el('p', { class: 'quiet' }, stringsOf(language).loading);
    case 'failed':
      return failedView(language, loaded.failure);
    case 'loaded':
      return view(loaded.value);
  }
}
