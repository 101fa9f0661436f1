import type { ProblemCode } from '../api/answer';
import type { Language, Strings } from './strings';
import { fill, stringsOf } from './strings';

/** Why a call has not done what it was to do. */
export interface Failure {
  readonly code: ProblemCode | 'offline' | 'unexpected';
  /** What the app said about it. */
  readonly detail?: string;
  /** The claims that a fresh sign-in must have, as JSON text. */
  readonly claims?: string;
  /** The role that would have been needed. */
  readonly role?: string;
}

/** What a person reads about a failure. */
export function failureText(language: Language, failure: Failure): string {
  const sentence = fill(sentenceOf(stringsOf(language), failure), {
    role: failure.role ?? 'Revocation.Read',
  });
  return saysMore(failure) ? `${sentence} (${failure.detail ?? ''})` : sentence;
}

/** Whether a fresh token may be all that is missing: it has the roles that were assigned since. */
export function needsSignIn(code: Failure['code']): boolean {
  return code === 'unproven' || code === 'stale' || code === 'noRole';
}

/** The app's own words add something only where the sentence does not say why. */
function saysMore({ code, detail }: Failure): boolean {
  const codes = ['notAllowed', 'notFound', 'notPossible', 'decided', 'unexpected', 'invalid'];
  return detail !== undefined && codes.includes(code);
}

function sentenceOf(strings: Strings, { code }: Failure): string {
  switch (code) {
    case 'stale':
    case 'noRole':
    case 'notAllowed':
    case 'notFound':
    case 'decided':
    case 'changed':
    case 'unproven':
    case 'rateLimited':
    case 'unavailable':
    case 'offline':
    case 'notPossible':
      return strings[code];
    case 'invalid':
    case 'crossOrigin':
    case 'lengthRequired':
    case 'tooLarge':
    case 'unsupportedType':
    case 'unexpected':
      return strings.unexpected;
  }
}
