import type { containmentDetails } from '../../core/containment-details';

/** The sentences about steps of a containment, in French. */
export const containmentDetailsFr: Readonly<Record<keyof typeof containmentDetails, string>> = {
  stepNotAllowed:
    "La demande veut cette étape, et la stratégie ne permet pas à l'expéditeur {sender} de la demander.",
  stepsNotDone: "Ces étapes du confinement n'ont pas été faites : {steps}.",
  stepNotConfigured: "L'étape n'est pas configurée dans ce tenant.",
  rolesUnknown:
    "Que la stratégie veuille cette étape dépend de rôles d'annuaire de l'utilisateur, qui n'ont pas pu être lus : {failure}",
  notDisabledYet: "L'annuaire n'affiche pas encore que l'utilisateur ne peut plus se connecter.",
  notRevokedAgain:
    "La connexion de l'utilisateur n'a pas été désactivée, donc les sessions n'ont pas été révoquées une seconde fois.",
  containmentEnded:
    "Ce qui a été fait à l'utilisateur est en cours d'annulation, ou a pris fin, donc l'étape n'a pas été faite.",
  stepNotContinued:
    "Un essai précédent a été interrompu, et la demande s'est terminée autrement : l'étape n'est pas poursuivie. Ce qu'elle avait changé est indiqué.",
  stepAwaitsApproval: "L'étape est faite quand une personne l'a approuvée, ce qu'un autre résultat demande.",
  stepsAsked:
    "La stratégie ne permet ces étapes pour {user} qu'avec une approbation qui leur est propre : {steps}.",
  stepsDeclined: '{by} a refusé les étapes qui attendaient une approbation.',
  stepsUndecided: "Personne n'avait décidé le {time} au plus tard : les étapes n'ont pas été faites.",
  stepsDone: 'Les étapes que {by} a approuvées ont été faites : {steps}.',
  stepsPartly: "Toutes les étapes approuvées n'ont pas pu être faites. {reason}",
  stepsPreviewed: "Les paramètres n'autorisent que la simulation : aucune étape n'a été faite.",
  stepsNotTaken: "Aucune des étapes approuvées n'a été faite. {reason}",
};
