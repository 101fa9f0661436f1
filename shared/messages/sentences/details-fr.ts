import type { DetailCode } from '../../core/detail';
import { containmentDetailsFr } from './containment-details-fr';
import { identityStepDetailsFr } from './identity-step-details-fr';
import { keptDetailsFr } from './kept-details-fr';
import { restoreDetailsFr } from './restore-details-fr';

/** The sentences that explain an outcome, in French. */
export const frenchDetails: Readonly<Record<DetailCode, string>> = {
  text: '{text}',
  anotherTenant:
    'tenantId : la demande concerne le tenant {requested}, mais cette application est connectée au tenant {connected}.',
  mayNotSpeakFor: "L'expéditeur {sender} n'est pas autorisé à parler pour le tenant {tenantId}.",
  tenantNotNamed:
    "La demande ne nomme aucun tenant, et son expéditeur {sender} parle pour {count} : nommez l'un d'eux.",
  consentMissing:
    "Le tenant n'a pas donné son consentement à l'application, ou l'a retiré : son administrateur doit consentir à nouveau.",
  tenantDisconnected: "Le tenant {tenantId} n'est plus connecté.",
  tenantChanged:
    "Le tenant pour lequel parle l'expéditeur {sender} a changé depuis la première lecture : envoyez à nouveau la demande.",
  senderNotProven:
    'Les alertes au format {format} ne comptent que signées par {senders} ; celle-ci vient de {sender}.',
  inFuture: '{field} : {time} est dans le futur.',
  tooOld: "La demande date du {time}, ce qui dépasse l'âge autorisé par la stratégie ({minutes} min).",
  tooOldAfterRetries:
    "La demande date du {time}, ce qui dépasse l'âge autorisé par la stratégie ({minutes} min). Tentatives : {attempts}.",
  revocationDisabled: 'La révocation est désactivée pour ce tenant.',
  revocationStopped: 'Toutes les révocations ont été arrêtées à {time} par {by} : {reason}',
  revocationResumed: 'Les révocations ont repris à {time}, par {by} : {reason}',
  lookupFailed: "L'utilisateur n'a pas pu être recherché : {failure}",
  noSuchUser: "L'annuaire de ce tenant ne contient pas cet utilisateur.",
  userDeleted: 'Cet utilisateur a été supprimé le {time}.',
  namesDiffer: 'Les noms de ce compte mènent à des objets différents : {one} et {two}.',
  tooManyNames:
    'Ce compte porte {count} noms, peut-être ceux de plusieurs personnes : au plus {limit} sont recherchés.',
  domainUnknown:
    "{count} comptes portent ce nom, et aucun n'appartient de façon certaine au domaine {domain}.",
  severalUsers: '{count} utilisateurs correspondent à {reference}.',
  notAUser: "Cet objet est un {objectType}, qui n'a pas de sessions utilisateur.",
  notAUserButApplication:
    "Cet objet est un {objectType}, qui n'a pas de sessions utilisateur. Désactivez-le (accountEnabled false) et retirez ses secrets, ses certificats et ses autorisations.",
  notAUserButAgent:
    "Cet objet est un agent ({objectType}), qui n'a pas de sessions utilisateur. Désactivez-le (accountEnabled false), ainsi que son modèle s'il est compromis.",
  homedElsewhereByState:
    'Cet utilisateur est géré par une autre organisation (externalUserState {state}) ; ses sessions doivent y être révoquées.',
  homedElsewhereByName:
    "Cet utilisateur est géré par une autre organisation (#EXT# dans le nom d'utilisateur principal) ; ses sessions doivent y être révoquées.",
  homedElsewhereByIdentity:
    'Cet utilisateur est géré par une autre organisation (identité de type {type}) ; ses sessions doivent y être révoquées.',
  membershipsUnreadable: "Impossible de savoir si la stratégie protège l'utilisateur : {failure}",
  protectedById: "La stratégie protège cet utilisateur d'une déconnexion (par identifiant d'objet).",
  protectedByName:
    "La stratégie protège cet utilisateur d'une déconnexion (par nom d'utilisateur principal).",
  protectedByEntry:
    "La stratégie protège cet utilisateur d'une déconnexion (l'entrée {entry} a mené à ce compte).",
  protectedByGroup: "La stratégie protège cet utilisateur d'une déconnexion (membre du groupe {group}).",
  protectedByRole: "La stratégie protège cet utilisateur d'une déconnexion (rôle d'annuaire {role}).",
  alreadyRevoked: "L'utilisateur a déjà été déconnecté pour cette alerte, le {time}.",
  revokedSince:
    "L'utilisateur a été déconnecté le {time}, par une autre demande, après l'arrivée de celle-ci.",
  namedTwice: 'La même demande désigne cet utilisateur deux fois, de deux façons.',
  approvalRequested: 'La demande exige une approbation.',
  approvalAlways: 'La stratégie exige une approbation pour chaque demande.',
  approvalForEvent: 'La stratégie exige une approbation pour cet événement ({event}), par la règle {rule}.',
  previewedEvent: 'La stratégie ne fait que simuler cet événement ({event}), par la règle {rule}.',
  approvalForRole: "La stratégie exige une approbation pour les membres du rôle d'annuaire {role}.",
  approvalForGroup: 'La stratégie exige une approbation pour les membres du groupe {group}.',
  approvalBelowSeverity:
    'La stratégie exige une approbation pour les alertes de gravité inférieure à {threshold} ; celle-ci est de gravité {severity}.',
  approvalForUnknownAge:
    "La stratégie exige une approbation pour les alertes d'âge inconnu ; aucune des heures de celle-ci n'est lisible.",
  approvedForAnother:
    "L'approbation concernait l'utilisateur d'identifiant {user}, mais la demande mène maintenant à un autre utilisateur : approuvez ou refusez de nouveau.",
  limitReached:
    '{users} utilisateurs ont été déconnectés en {minutes} min, soit le maximum autorisé par la stratégie.',
  limitShareUsed:
    '{sender} a utilisé la moitié des {users} utilisateurs autorisés par la stratégie en {minutes} min, et un autre expéditeur en demande.',
  repeatedTooOften:
    "L'utilisateur a été déconnecté {repeats} fois en {minutes} min, soit le maximum autorisé par la stratégie, la dernière fois à {time}.",
  repeatedAndNotDone:
    "L'utilisateur doit être déconnecté {repeats} fois en {minutes} min, soit le maximum autorisé par la stratégie, et aucune de ces déconnexions n'a encore pris effet.",
  declinedBy: 'Refusé par {by}.',
  undecided: "Aucune décision n'avait été prise le {time}.",
  alreadyApproved: 'Déjà approuvé, par {by} le {time}.',
  alreadyDeclined: 'Déjà refusé, par {by} le {time}.',
  alreadyExpired: "Aucune décision n'avait été prise le {time} : la demande a expiré.",
  notVerified: "Accepté, mais signInSessionsValidFromDateTime n'avait pas changé à la relecture.",
  notReadBack: 'Accepté, mais la relecture a échoué : {failure}',
  foundRevoked:
    "Une tentative précédente a été interrompue avant l'enregistrement de son résultat ; l'annuaire montre que les sessions ont été révoquées.",
  boundUnknown:
    "Les stratégies de durée de vie des jetons du tenant n'ont pas toutes pu être lues : si l'une est plus longue, des jetons vivent au-delà de effectiveNoLaterThan.",
  notBounded:
    "Les sessions que les applications gèrent elles-mêmes n'ont pas de limite ; les jetons de longue durée (évaluation continue de l'accès) prennent fin par l'événement de la révocation, sauf les exceptions que Microsoft documente.",
  twoSentences: '{first} {second}',
  callUnverified:
    'Une tentative précédente, le {time}, a peut-être révoqué les sessions ; la relecture a échoué : {failure}',
  leaseEnded: "L'appel n'a pas été fait : une autre instance traite peut-être la même demande.",
  approvalCounted: '{by} a approuvé, ce qui fait {count} des {quorum} personnes qui doivent approuver.',
  stillAwaited: 'La déconnexion de {user} attend toujours une approbation. La demande expire le {time}.',
  nothingPending: 'Aucune demande en attente ne correspond à cette décision.',
  deadLettered: 'Le broker a déplacé le message dans sa file de lettres mortes : {reason}',
  deadLetteredBody:
    "Le broker a déplacé le message dans sa file de lettres mortes : {reason} L'hôte Functions ne peut pas transmettre un corps dans une section {section} : envoyez-le dans une section data.",
  originalMissing:
    "Le message renvoie à un original stocké qui n'existe pas, ou qui est celui d'un autre message ({name}). Renvoyez l'alerte.",
  readingEndedProcess:
    "La lecture de ce message a mis fin à son processus {times} fois : il n'a pas été relu. Examinez l'original en quarantaine, et agissez à la main.",
  tooLargeToWait:
    'La demande devait attendre, et son message est trop grand pour être conservé. Stockez les grands originaux (LEDGER_STORAGE__blobServiceUri), ou envoyez des messages plus petits.',
  alertIgnored: 'Le format ignore les alertes qui remplissent cette condition : {condition}.',
  nobodyNamed: "L'alerte ne désigne personne qui puisse être déconnecté.",
  noToken: "L'identité managée n'a pas fourni de jeton pour Microsoft Graph ({reason}).",
  graphUnreachable: "Microsoft Graph n'a pas pu être joint ({code}), tentatives : {attempts}.",
  graphForbidden:
    "Microsoft Graph a répondu {status} : accordez l'autorisation d'application {permission} à l'identité.",
  graphUnauthorized: "Microsoft Graph a répondu {status} : il n'accepte pas le jeton de l'identité.",
  graphBadRequest: 'Microsoft Graph a répondu {status} : il juge la requête mal formée.',
  graphThrottled: 'Microsoft Graph a répondu {status} : il limite le débit, tentatives : {attempts}.',
  graphUnavailable: 'Microsoft Graph a répondu {status}, tentatives : {attempts}.',
  graphUnexpected: "Microsoft Graph a répondu {status}, ce qui n'était pas attendu.",
  graphThrottling: 'Microsoft Graph limite le débit.',
  graphPaused: 'Microsoft Graph limite le débit de ce tenant pendant encore {seconds} s.',
  rolesUnreadable:
    "Microsoft Graph n'a pas renvoyé les rôles d'annuaire de l'utilisateur : accordez l'autorisation d'application {permission} à l'identité.",
  graphNotAList: "Microsoft Graph a répondu autre chose qu'une liste ({what}).",
  userNoLongerShown: "Microsoft Graph n'affiche plus l'utilisateur.",
  graphLostUser: "Microsoft Graph ne connaît plus l'utilisateur.",
  graphNotRevoked: "Microsoft Graph a répondu qu'il n'a pas révoqué (value false).",
  graphNotAUser: "Microsoft Graph a répondu autre chose qu'un utilisateur.",
  signedOutOfSharePoint:
    "SharePoint et OneDrive ont déconnecté l'utilisateur. Rien ne le prouve pour Exchange, Teams et les autres applications, où d'anciens jetons d'accès peuvent durer plus longtemps.",
  signedOutButUnproven: "SharePoint et OneDrive ont déconnecté l'utilisateur. De Microsoft Graph : {proof}",
  graphIsOff:
    "Seules les sessions de SharePoint et de OneDrive prennent fin : la stratégie n'utilise pas la méthode graph, donc Exchange, Teams et les autres applications ne sont pas concernés.",
  methodOff: 'La stratégie a désactivé la révocation depuis ce résultat.',
  methodGone: "La stratégie n'utilise plus cette méthode.",
  methodGivenUp: "La méthode n'avait pas répondu, et n'est plus appelée : {reason}",
  ...containmentDetailsFr,
  ...identityStepDetailsFr,
  sharePointNoToken: "L'identité managée n'a pas fourni de jeton pour SharePoint ({reason}).",
  sharePointUnreachable:
    "SharePoint n'a pas pu être joint ({code}). Vérifiez SHAREPOINT_ADMIN_URL si cela dure.",
  sharePointRefused:
    "SharePoint a répondu {status} : il ne laisse pas cette application déconnecter des utilisateurs. Accordez l'autorisation d'application {permission} de SharePoint à l'identité ; si elle est accordée, SharePoint n'accepte pas cet appel d'une application.",
  sharePointRefusedBefore:
    "SharePoint n'a pas été appelé : il a refusé l'application depuis moins d'une heure ({refusal})",
  sharePointNotThere:
    "SharePoint a répondu {status} : vérifiez que SHAREPOINT_ADMIN_URL est l'hôte d'administration de ce tenant.",
  sharePointRedirected:
    "SharePoint a répondu {status}, une redirection, qui n'est pas suivie : vérifiez SHAREPOINT_ADMIN_URL et l'autorisation {permission}.",
  sharePointBadRequest: 'SharePoint a répondu {status} : il juge la requête mal formée.',
  sharePointThrottled: 'SharePoint a répondu {status} : il limite le débit.',
  sharePointUnavailable: 'SharePoint a répondu {status}.',
  sharePointUnexpected: "SharePoint a répondu {status}, ce qui n'était pas attendu.",
  sharePointNotAState: 'SharePoint a répondu {status} sans état.',
  sharePointPaused:
    "SharePoint n'a pas été appelé : son quota est épuisé, ou il a demandé une pause, pour encore {seconds} s.",
  sharePointBroken:
    "SharePoint n'a pas été appelé : ses derniers appels ont échoué. Il sera rappelé dans {seconds} s.",
  sharePointNoName:
    "SharePoint n'a pas été appelé : l'annuaire n'affiche pas de nom d'utilisateur principal.",
  sharePointNotEnabled:
    "SharePoint a répondu que la déconnexion d'utilisateurs n'est pas activée pour ce tenant (état 0).",
  sharePointNoUser: "SharePoint ne connaît pas l'utilisateur (état 1).",
  sharePointFailed: "SharePoint a répondu qu'il n'a pas pu déconnecter l'utilisateur (état 2).",
  sharePointUnknownState: 'SharePoint a répondu un état inconnu ({state}).',
  ...keptDetailsFr,
  ...restoreDetailsFr,
};
