/** The sentences about the steps that change how a user signs in, in English, by their codes. */
export const identityStepDetails = {
  disableInActiveDirectory:
    'The account is synchronized from Active Directory, whose next synchronization enables it again: disable it in Active Directory too.',
  administratorAccount:
    'Microsoft Graph answered {status}: the account holds a directory role or is in a role-assignable group, and no directory role of the identity may change the sign-in of such an account.',
  roleForAdministrators:
    'Change the account by hand, or assign a directory role to the identity: User Administrator for accounts with limited roles; for others, as of Global Administrators, and for members of role-assignable groups Privileged Authentication Administrator.',
  signInNotReadBack:
    'Accepted, but the directory did not show the account as disabled when it was read back: revoke the sessions once more.',
  signInEnabledAlready: 'Sign-in was enabled already.',
  riskDetermined:
    'Entra ID had found the user at risk before. Dismissing would clear that risk too, so the risk is not brought back: an analyst decides.',
  riskNotRead:
    'Too many users waited for the state before to be read. Dismissing might clear a risk that Entra ID had found, so the risk is not brought back: an analyst decides.',
  riskChangedSince: 'The user was no longer confirmed as compromised.',
  riskNeedsLicence:
    'Confirming users as compromised needs the licence Entra ID P2 in the tenant, beside the permission.',
  riskRefused: 'Microsoft Graph answered {status} for this user.',
  sharedCallNotYet:
    'It waits: Microsoft Graph takes one call a second for the risk of users, in a tenant and of all applications.',
  ticketsUnreachable: 'The ledger could not be reached, by which instances share their calls.',
  stepNotInCloud: 'Microsoft Graph does not offer the step {step} in this cloud ({cloud}).',
  identityNeedsDefender:
    'Accounts in Active Directory and Okta are changed by Defender for Identity, which the tenant must have, beside the permission.',
  identityNoSid:
    'The directory shows no security identifier of the user, by which Defender for Identity would find accounts.',
  identityNotListed:
    'Defender for Identity answered something that is not a list of accounts of this user: nothing is changed.',
  identityActionAccepted:
    'Defender for Identity has accepted it, and carries it out later without reporting it: check the accounts there.',
  identityActionLater:
    'Defender for Identity would carry it out later, without reporting it: check the accounts there then.',
  identityActionOff: 'Defender for Identity does not offer {action} for this account.',
} as const;
