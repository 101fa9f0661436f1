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
  | 'problems';

/** The words of a notification in one language. */
export interface Labels {
  readonly titles: Readonly<Record<Status, string>>;
  readonly fields: Readonly<Record<Field, string>>;
  /** Between a label and what it is of. */
  readonly colon: string;
  readonly console: string;
  readonly outcome: string;
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
    problems: 'Problems',
  },
  colon: ': ',
  console: 'Open the console',
  outcome: 'Outcome',
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
    problems: 'Problèmes',
  },
  colon: ' : ',
  console: 'Ouvrir la console',
  outcome: 'Résultat',
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
