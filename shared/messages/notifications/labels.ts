import type { Eviction } from '../../core/eviction';
import { evictionVerdicts } from '../../core/eviction';
import type { Status } from '../../core/outcome';
import { statuses } from '../../core/outcome';
import type { Locale } from '../sentences/statuses';

/** What a notification shows beside the sentence of its outcome. */
export type Field =
  | 'user'
  | 'alert'
  | 'severity'
  | 'reason'
  | 'requestedBy'
  | 'receivedBy'
  | 'until'
  | 'approvalId'
  | 'tenant'
  | 'method'
  | 'detail'
  | 'about'
  | 'problems'
  | 'signedInAt'
  | 'signedInFrom'
  | 'signedInBy'
  | 'revokedAt'
  | 'followUp';

/** The words of a notification in one language. */
export interface Labels {
  readonly titles: Readonly<Record<Status, string>>;
  readonly verdicts: Readonly<Record<Eviction['verdict'], string>>;
  readonly fields: Readonly<Record<Field, string>>;
  /** Between a label and what it is of. */
  readonly colon: string;
  readonly console: string;
  readonly outcome: string;
  /** Of an event that is not an outcome. */
  readonly event: string;
  /** The titles of events that are not outcomes. */
  readonly stillWaits: string;
  readonly lateAnswer: string;
  readonly lateFailure: string;
  /** Of a method that has answered late, with `{method}`. */
  readonly hasAnswered: string;
  /** Of a card that stands for many, with `{time}`. */
  readonly manyHeld: string;
}

const en: Labels = {
  titles: {
    signedOut: 'Signed out',
    signOutPending: 'Sign-out accepted',
    userNotFound: 'User not found',
    failed: 'Not signed out: act by hand',
    notEnabled: 'Revocation is not enabled',
    notApplicable: 'Does not apply',
    whatIf: 'Preview',
    awaitingConfirmation: 'Waits for approval',
    declined: 'Declined',
    protected: 'Protected, not signed out',
    held: 'Held by the brake',
    expired: 'Expired, not signed out',
    duplicate: 'Done already',
    nothingToDo: 'Nothing to do',
    rejected: 'Message rejected',
    restored: 'Restored',
    contained: 'Contained',
  },
  verdicts: {
    returned: 'Back after the revocation: act now',
    confirmed: 'The revocation held',
    unknown: 'Not known whether the revocation held',
  },
  fields: {
    user: 'User',
    alert: 'Alert',
    severity: 'Severity',
    reason: 'Reason',
    requestedBy: 'Requested by',
    receivedBy: 'Received by',
    until: 'Decide before',
    approvalId: 'Approval',
    tenant: 'Tenant',
    method: 'Method',
    detail: 'Detail',
    about: 'Outcome',
    problems: 'Problems',
    signedInAt: 'Sign-in',
    signedInFrom: 'From',
    signedInBy: 'With',
    revokedAt: 'Revoked',
    followUp: 'Request that follows',
  },
  colon: ': ',
  console: 'Open the console',
  outcome: 'Outcome',
  event: 'Event',
  stillWaits: 'Still waits for a decision',
  lateAnswer: 'A method has answered',
  lateFailure: 'A method has failed: act by hand',
  hasAnswered: '{method} has answered after the outcome.',
  manyHeld: 'The brake has held further users, one of them at {time}. This card is for all that wait.',
};

const fr: Labels = {
  titles: {
    signedOut: 'Déconnecté',
    signOutPending: 'Déconnexion acceptée',
    userNotFound: 'Utilisateur introuvable',
    failed: 'Non déconnecté : agissez manuellement',
    notEnabled: `La révocation n'est pas activée`,
    notApplicable: `Ne s'applique pas`,
    whatIf: 'Simulation',
    awaitingConfirmation: `En attente d'approbation`,
    declined: 'Refusé',
    protected: 'Protégé, non déconnecté',
    held: 'Mis en attente : limite atteinte',
    expired: 'Expiré, non déconnecté',
    duplicate: 'Déjà traité',
    nothingToDo: 'Rien à faire',
    rejected: 'Message rejeté',
    restored: 'Rétabli',
    contained: 'Confiné',
  },
  verdicts: {
    returned: 'De retour après la révocation : agissez maintenant',
    confirmed: 'La révocation a tenu',
    unknown: 'On ne sait pas si la révocation a tenu',
  },
  fields: {
    user: 'Utilisateur',
    alert: 'Alerte',
    severity: 'Gravité',
    reason: 'Motif',
    requestedBy: 'Demandé par',
    receivedBy: 'Reçu de',
    until: 'À décider avant',
    approvalId: 'Approbation',
    tenant: 'Tenant',
    method: 'Méthode',
    detail: 'Détail',
    about: 'Résultat',
    problems: 'Problèmes',
    signedInAt: 'Connexion',
    signedInFrom: 'Depuis',
    signedInBy: 'Avec',
    revokedAt: 'Révoqué',
    followUp: 'Demande qui suit',
  },
  colon: ' : ',
  console: 'Ouvrir la console',
  outcome: 'Résultat',
  event: 'Événement',
  stillWaits: 'Attend toujours une décision',
  lateAnswer: 'Une méthode a répondu',
  lateFailure: 'Une méthode a échoué : agissez manuellement',
  hasAnswered: '{method} a répondu après le résultat.',
  manyHeld: `La limite a mis en attente d'autres utilisateurs, dont un à {time}. Cette carte vaut pour tous ceux qui attendent.`,
};

const all: Readonly<Record<Locale, Labels>> = { en, fr };

export function labelsIn(locale: Locale): Labels {
  return all[locale];
}

/** The title of a notification; a status that this version does not know is its own title. */
export function titleOf({ titles }: Labels, status: string): string {
  const known = statuses.find((one) => one === status);
  return known === undefined ? status : titles[known];
}

/** The title of a verdict, in the same way. */
export function verdictTitleOf({ verdicts }: Labels, verdict: string): string {
  const known = evictionVerdicts.find((one) => one === verdict);
  return known === undefined ? verdict : verdicts[known];
}
