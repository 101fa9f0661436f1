import type { SourceRule } from './source-rule';

/** A rule that is shipped, with the reason for it. */
export interface ShippedSourceRule extends SourceRule {
  readonly description: string;
}

/** The rules that follow those of the operator. An event that none of them names may sign users out. */
export const shippedSourceRules: readonly ShippedSourceRule[] = [
  {
    name: 'confirmedCompromised',
    description: 'Entra ID or an administrator has confirmed the compromise, whatever the level of the risk',
    events: ['confirmedcompromised'],
    effect: 'revoke',
  },
  {
    name: 'ownCredentialChange',
    description: 'A user who enrolls a passkey or changes a credential (CAEP credential-change by the user)',
    events: ['credential-change/user'],
    effect: 'whatIf',
  },
  {
    name: 'ownCredentialChangeOkta',
    description: 'A user who changes a password or enrolls a factor (Okta)',
    events: ['user.account.update_password', 'user.mfa.factor.activate', 'user.mfa.factor.update'],
    effect: 'whatIf',
  },
  {
    name: 'ownCredentialChangeEntra',
    description: 'A user who changes a password or registers a method (self-service of Entra ID)',
    events: [
      'change password (self-service)',
      'reset password (self-service)',
      'change user password',
      'user registered security info',
      'user registered all required security info',
      'user changed default security info',
    ],
    effect: 'whatIf',
  },
  {
    name: 'failedSignIn',
    description: 'A sign-in with a wrong name or password: nobody is signed in by it',
    events: ['failedsignin'],
    effect: 'whatIf',
  },
  {
    name: 'leakedPassword',
    description:
      'A leaked password that somebody tried at a sign-in (Auth0): it need not be the one that the user has now',
    events: ['pwd_leak'],
    effect: 'whatIf',
  },
  {
    name: 'dataLossPrevention',
    description:
      'A match of a DLP rule or of a file policy: data has moved, and no account is known to be taken over',
    events: ['dlpmatch', 'filematch'],
    effect: 'whatIf',
  },
  {
    name: 'lowRisk',
    description: 'A risk that Entra ID Protection calls low',
    formats: [
      'entrariskdetection',
      'entrarisknotification',
      'entrariskyuser',
      'entrauserriskevents',
      'entrariskyusers',
      'entrasigninlogs',
    ],
    severityAtMost: 'low',
    effect: 'whatIf',
  },
  {
    name: 'lowRiskAlert',
    description: 'The same as an alert of Sentinel or Microsoft Graph',
    events: ['identityprotection'],
    severityAtMost: 'low',
    effect: 'whatIf',
  },
  {
    name: 'lowRiskSignal',
    description: 'A risk that another identity provider calls low (Okta, CAEP)',
    events: ['user.risk.detect/low', 'risk-level-change/low'],
    effect: 'whatIf',
  },
  {
    name: 'lowAlert',
    description: 'An alert that its product calls low (Abnormal Security, Wiz)',
    formats: ['abnormalcase', 'abnormalcaseevent', 'wizdetection', 'wizthreat'],
    severityAtMost: 'low',
    effect: 'whatIf',
  },
  {
    name: 'unusualActivity',
    description: 'More activity of a user than usual (user behavior analytics of Netskope)',
    formats: ['netskope'],
    events: ['uba'],
    effect: 'whatIf',
  },
];
