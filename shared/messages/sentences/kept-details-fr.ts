import type { keptDetails } from '../../core/kept-details';

/** The French sentences of `keptDetails`. */
export const keptDetailsFr: Readonly<Record<keyof typeof keptDetails, string>> = {
  keptNoFirstSeen:
    "Rien n'indique quand l'activité de l'alerte a été vue pour la première fois : rien ne compte donc comme ajouté depuis.",
  keptOlder:
    "L'ajout est antérieur à la première activité de l'alerte, dans la mesure où la stratégie se fie à l'heure qu'elle indique (firstSeenWithin).",
  keptUndated: "Rien n'indique la date de l'ajout : ni l'élément lui-même ni le journal d'audit.",
  keptLogUnread: "L'élément n'a pas de date, et le journal d'audit n'a pas pu être lu : {reason}",
  keptUnknownType: 'Cette version ne connaît pas le type {type} et ne supprime rien de ce type.',
  keptLastMethod:
    "C'est la dernière méthode avec laquelle l'utilisateur peut se connecter, bien qu'elle soit récente. Vérifiez-la avant qu'il ne se reconnecte.",
  keptDefaultMethod:
    "Microsoft Graph ne l'a pas supprimée : la méthode par défaut reste tant que l'utilisateur en a d'autres. Changez la méthode par défaut, puis supprimez celle-ci. {reason}",
  keptForAllUsers: "C'est un consentement pour tous les utilisateurs du tenant.",
  keptWidened:
    "Le consentement est antérieur à la première activité de l'alerte, dans la mesure où la stratégie se fie à cette heure (firstSeenWithin), et a reçu d'autres autorisations à {time}. Vérifiez-les.",
  keptOfGroup: "L'attribution concerne un groupe, et non l'utilisateur.",
  keptDisabledAlready: "Quelqu'un d'autre l'avait déjà désactivé.",
  keptRefused: "L'élément n'a pas été supprimé : {reason}",
  keptTooMany: 'Une étape ne fait pas plus de {count} changements pour un utilisateur.',
  appRolesLeft:
    "Les rôles d'application de l'utilisateur n'ont pas été examinés : cela exige l'autorisation d'application {permission}.",
  notReadInTime: "La lecture n'a pas abouti en une seconde.",
  deviceSynced:
    'Un appareil vient de Active Directory, qui peut le réactiver. Désactivez-le aussi à cet endroit.',
};
