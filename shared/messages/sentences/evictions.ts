import type { Eviction, ReturnedSession, UnknownReason } from '../../core/eviction';
import type { Locale } from './statuses';

/** The sentences of a verdict in one language, with `{user}` and `{reason}`. */
interface Sentences {
  readonly returned: Readonly<Record<ReturnedSession, string>>;
  readonly confirmed: string;
  readonly unknown: string;
  readonly reasons: Readonly<Record<UnknownReason, string>>;
}

const en: Sentences = {
  returned: {
    new: '{user} has signed in again since the revocation.',
    old: 'A session of {user} has been refreshed since the revocation.',
    unknown: '{user} has been active since the revocation.',
  },
  confirmed: 'The revocation of {user} held: there was no sign-in until its bound.',
  unknown: 'Whether the revocation of {user} held is not known: {reason}',
  reasons: {
    notPermitted: 'the app lacks the optional permission AuditLog.Read.All.',
    noLicense: 'the tenant has no license for the sign-in logs (Microsoft Entra ID P1).',
    throttled: 'Microsoft Graph throttled the queries of the sign-in logs.',
    notRead: 'the sign-in logs could not be read completely.',
    logSilent: 'a sign-in log has shown nothing later than the bound of the revocation.',
    replaced: 'the user was signed out once more, and that revocation is watched instead.',
    restored: 'the user was restored meanwhile.',
    notConnected: 'the tenant is connected no longer.',
  },
};

const fr: Sentences = {
  returned: {
    new: `{user} s'est reconnecté depuis la révocation.`,
    old: 'Une session de {user} a été renouvelée depuis la révocation.',
    unknown: '{user} a été actif depuis la révocation.',
  },
  confirmed: `La révocation de {user} a tenu : il n'y a eu aucune connexion jusqu'à sa limite.`,
  unknown: 'On ne sait pas si la révocation de {user} a tenu : {reason}',
  reasons: {
    notPermitted: `l'application n'a pas l'autorisation facultative AuditLog.Read.All.`,
    noLicense: `le tenant n'a pas de licence pour les journaux de connexion (Microsoft Entra ID P1).`,
    throttled: 'Microsoft Graph a limité les requêtes sur les journaux de connexion.',
    notRead: `les journaux de connexion n'ont pas pu être lus en entier.`,
    logSilent: `un journal de connexion n'a rien montré après la limite de la révocation.`,
    replaced: `l'utilisateur a été déconnecté une nouvelle fois, et cette révocation-là est surveillée.`,
    restored: `l'utilisateur a été rétabli entre-temps.`,
    notConnected: `le tenant n'est plus connecté.`,
  },
};

const all: Readonly<Record<Locale, Sentences>> = { en, fr };

/** The sentence of a verdict. */
export function evictionSentence(locale: Locale, eviction: Eviction, user: string): string {
  const sentences = all[locale];
  const named = (sentence: string) => sentence.replace('{user}', () => user);
  switch (eviction.verdict) {
    case 'returned':
      return named(sentences.returned[eviction.session]);
    case 'confirmed':
      return named(sentences.confirmed);
    case 'unknown':
      return named(sentences.unknown.replace('{reason}', sentences.reasons[eviction.reason]));
  }
}
