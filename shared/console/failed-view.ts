import type { Failure } from './failure';
import { failureText, needsSignIn } from './failure';
import type { Language } from './strings';
import { stringsOf } from './strings';
import type { ElementView } from './view';
import { button, el } from './view';

/** What could not be shown, why, and what to do about it. */
export function failedView(language: Language, failure: Failure): ElementView {
  const strings = stringsOf(language);
  const { code } = failure;
  const again = needsSignIn(code)
    ? button('sign-in-again', strings.signInAgain, { kind: 'signIn' }, { class: 'primary' })
    : button('retry', strings.retry, { kind: 'retry' });
  return el(
    'div',
    { class: 'failed' },
    el('p', {}, failureText(language, failure)),
    code === 'notFound' ? undefined : again,
  );
}
