import type { restoreDetails } from '../../core/restore-details';

/** The French sentences about undoing a containment. */
export const restoreDetailsFr: Readonly<Record<keyof typeof restoreDetails, string>> = {
  restoreAsked:
    '{by} demande de rétablir ce qui a été modifié pour {user}, après une nouvelle révocation : {changes}. Ce qui est définitif : {final}.',
  restoreDeclined: '{by} a refusé de rétablir ce qui a été modifié.',
  restoreUndecided: "Personne n'avait décidé avant {time} : rien n'a été rétabli.",
  restoreDone:
    "Modifications rétablies : {restored} ; laissées, car elles ne viennent pas de l'application, ou ont été modifiées depuis : {notOurs} ; définitives : {final}.",
  restoreStepDone:
    "Rétabli : {restored}. Laissé, car ce n'était pas de notre fait : {notOurs}. Définitif : {final}.",
  restoreNotDone: "Rien n'a été rétabli. {reason}",
  restoreStopped:
    "Rien de plus n'a été rétabli : ce qui l'est le reste, et le reste peut être redemandé. {reason}",
  restoreOff: "Les paramètres n'autorisent désormais que la simulation.",
  restorePartly: "Tout n'a pas pu être rétabli ; une nouvelle tentative est possible. {reason}",
  restorePreviewed: "Les paramètres n'autorisent que la simulation : rien n'a été rétabli.",
  restoreMethodMissing:
    "L'étape {step} n'est plus configurée : configurez-la, ou annulez ses modifications à la main et abandonnez-les.",
  restoreOutgrown:
    'Plus de choses ont été modifiées que ce qui a été montré aux approbateurs : demandez de nouveau.',
  restoreOtherAlert:
    "Depuis le confinement de l'utilisateur, autre chose a demandé une révocation que ce pour quoi son incident a été fermé.",
  restoreStepSilent: "L'étape {step} n'a pas dit ce que sont devenues toutes ses modifications.",
  containmentMissing: 'Aucun enregistrement de confinement ne correspond à cette demande.',
  undoneAlready: "C'est déjà terminé ({state}), à {time} par {by}.",
  restoreSuperseded: 'Une demande de rétablissement plus récente a pris sa place.',
  newerContainment:
    "Une alerte plus récente sur l'utilisateur est ouverte : la demande {request} l'a confiné à {time}. Rétablissez ou abandonnez celle-là d'abord.",
  newerApproval:
    "Une alerte plus récente sur l'utilisateur est ouverte : la demande {request} du {time} attend une approbation.",
  newerRevocation:
    "Une alerte plus récente sur l'utilisateur est ouverte : il a été déconnecté pour elle à {time}. Réessayez à {until}.",
  nothingToRestore: "Aucun confinement que l'on puisse annuler ne correspond à ce message.",
};
