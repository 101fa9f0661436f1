import type { Status } from '../../core/outcome';

/** The languages of the sentences in outcomes. */
export const locales = ['en', 'fr'] as const;
export type Locale = (typeof locales)[number];

/** The values that a sentence may contain. */
export interface SentenceFacts {
  /** The user as the request named them; absent when nobody could be read. */
  readonly user?: string;
  /** Under what-if: the sentence that a revocation would have had. */
  readonly prediction?: string;
  /** The technical reason, in the language of the sentence. */
  readonly detail?: string;
}

type Sentences = Readonly<Record<Status, (facts: Required<SentenceFacts>) => string>>;

// The first five statuses have the cmdlet's own sentences ("Revoke-SPOUserSession").
const en: Sentences = {
  signedOut: ({ user }) => `We successfully signed out ${user} from all devices.`,
  signOutPending: ({ user }) => `It can take up to an hour to sign out ${user} from all devices.`,
  userNotFound: ({ user }) => `We couldn't find the user ${user}. Check for typos and try again.`,
  failed: ({ user, detail }) =>
    join(`Sorry, something went wrong and we couldn't sign out ${user} from any device.`, detail),
  notEnabled: ({ detail }) =>
    join(
      `The cmdlet will be available in the future, but it isn't ready for use in your organization yet.`,
      detail,
    ),
  notApplicable: ({ user, detail }) =>
    join(`Signing out does not apply to ${user}, whose sessions are managed elsewhere.`, detail),
  whatIf: ({ prediction }) => `What if: nothing was changed. A revocation would have returned: ${prediction}`,
  awaitingConfirmation: ({ user }) => `The request to sign out ${user} waits for approval.`,
  declined: ({ user }) => `A person declined to sign out ${user}.`,
  protected: ({ user }) => `${user} is protected by policy and was not signed out.`,
  held: ({ user, detail }) => join(detail, `${user} is held until a person releases it.`),
  expired: ({ user }) => `The request to sign out ${user} came too late and was not carried out.`,
  duplicate: ({ user }) => `${user} was processed already.`,
  nothingToDo: ({ detail }) => join('The alert asks for nobody to be signed out.', detail),
  rejected: ({ detail }) => join('The message was rejected and nobody was signed out.', detail),
  restored: ({ user, detail }) => join(`${user} was signed out once more, and can work again.`, detail),
  contained: ({ user, detail }) =>
    join(`Further steps were taken on ${user}, who had been signed out.`, detail),
};

const fr: Sentences = {
  signedOut: ({ user }) => `${user} a bien été déconnecté de tous ses appareils.`,
  signOutPending: ({ user }) =>
    `La déconnexion de ${user} de tous ses appareils peut prendre jusqu'à une heure.`,
  userNotFound: ({ user }) => `Utilisateur introuvable : ${user}. Vérifiez l'orthographe et réessayez.`,
  failed: ({ user, detail }) =>
    join(`Une erreur s'est produite : ${user} n'a été déconnecté d'aucun appareil.`, detail),
  notEnabled: ({ detail }) =>
    join(
      `La révocation de session sera disponible à l'avenir, mais ne l'est pas encore dans votre organisation.`,
      detail,
    ),
  notApplicable: ({ user, detail }) =>
    join(`La déconnexion ne s'applique pas à ${user}, dont les sessions sont gérées ailleurs.`, detail),
  whatIf: ({ prediction }) =>
    `Simulation : rien n'a été modifié. La révocation aurait répondu : ${prediction}`,
  awaitingConfirmation: ({ user }) => `La déconnexion de ${user} attend l'approbation d'une personne.`,
  declined: ({ user }) => `Une personne a refusé la déconnexion de ${user}.`,
  protected: ({ user }) => `${user} est protégé par la stratégie et n'a pas été déconnecté.`,
  held: ({ user, detail }) =>
    join(detail, `${user} est mis en attente jusqu'à ce qu'une personne le libère.`),
  expired: ({ user }) =>
    `La demande de déconnexion de ${user} est arrivée trop tard et n'a pas été exécutée.`,
  duplicate: ({ user }) => `${user} a déjà été traité.`,
  nothingToDo: ({ detail }) => join(`L'alerte ne demande la déconnexion de personne.`, detail),
  rejected: ({ detail }) => join(`Le message a été rejeté et personne n'a été déconnecté.`, detail),
  restored: ({ user, detail }) =>
    join(`${user} a été déconnecté encore une fois et peut travailler de nouveau.`, detail),
  contained: ({ user, detail }) =>
    join(`D'autres étapes ont été faites pour ${user}, qui avait été déconnecté.`, detail),
};

const sentences: Readonly<Record<Locale, Sentences>> = { en, fr };
const nobody: Readonly<Record<Locale, string>> = { en: 'the user', fr: "l'utilisateur" };

/** The sentence that explains to a person what a status means for this user. */
export function sentence(locale: Locale, status: Status, facts: SentenceFacts): string {
  return sentences[locale][status]({
    user: facts.user ?? nobody[locale],
    prediction: facts.prediction ?? '',
    detail: facts.detail ?? '',
  });
}

function join(first: string, second: string): string {
  return [first, second].filter((part) => part !== '').join(' ');
}
