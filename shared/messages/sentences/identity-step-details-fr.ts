import type { identityStepDetails } from '../../core/identity-step-details';

/** The same in French. */
export const identityStepDetailsFr: Readonly<Record<keyof typeof identityStepDetails, string>> = {
  disableInActiveDirectory:
    'Le compte est synchronisé depuis Active Directory, dont la prochaine synchronisation le réactive : désactivez-le aussi dans Active Directory.',
  administratorAccount:
    "Microsoft Graph a répondu {status} : le compte détient un rôle d'annuaire ou appartient à un groupe auquel des rôles peuvent être attribués, et aucun rôle d'annuaire de l'identité ne permet de modifier la connexion d'un tel compte.",
  roleForAdministrators:
    "Modifiez le compte à la main, ou attribuez un rôle d'annuaire à l'identité : User Administrator pour les comptes aux rôles limités ; pour les autres, comme ceux des Global Administrators, et pour les membres de groupes auxquels des rôles peuvent être attribués, Privileged Authentication Administrator.",
  signInNotReadBack:
    "Accepté, mais l'annuaire ne montrait pas le compte comme désactivé à la relecture : révoquez les sessions encore une fois.",
  signInEnabledAlready: 'La connexion était déjà activée.',
  riskDetermined:
    "Entra ID avait déjà trouvé l'utilisateur à risque. Ignorer effacerait aussi ce risque, qui n'est donc pas rétabli : un analyste décide.",
  riskNotRead:
    "Trop d'utilisateurs attendaient pour que l'état antérieur soit lu. Ignorer pourrait effacer un risque qu'Entra ID avait trouvé, donc le risque n'est pas rétabli : un analyste décide.",
  riskChangedSince: "L'utilisateur n'était plus confirmé comme compromis.",
  riskNeedsLicence:
    "Confirmer des utilisateurs comme compromis exige la licence Entra ID P2 dans le tenant, en plus de l'autorisation.",
  riskRefused: 'Microsoft Graph a répondu {status} pour cet utilisateur.',
  sharedCallNotYet:
    'En attente : Microsoft Graph accepte un appel par seconde pour le risque des utilisateurs, par tenant et pour toutes les applications.',
  ticketsUnreachable: 'Le registre, par lequel les instances partagent leurs appels, est injoignable.',
  stepNotInCloud: "Microsoft Graph n'offre pas l'étape {step} dans ce cloud ({cloud}).",
  identityNeedsDefender:
    "Les comptes d'Active Directory et d'Okta sont modifiés par Defender for Identity, que le tenant doit avoir, en plus de l'autorisation.",
  identityNoSid:
    "L'annuaire ne montre aucun identificateur de sécurité de l'utilisateur, par lequel Defender for Identity trouverait des comptes.",
  identityNotListed:
    "Defender for Identity a répondu autre chose qu'une liste de comptes de cet utilisateur : rien n'est modifié.",
  identityActionAccepted:
    "Defender for Identity l'a accepté et l'exécutera plus tard sans le signaler : vérifiez les comptes là-bas.",
  identityActionLater:
    "Defender for Identity l'exécuterait plus tard, sans le signaler : vérifiez alors les comptes là-bas.",
  identityActionOff: "Defender for Identity n'offre pas {action} pour ce compte.",
};
