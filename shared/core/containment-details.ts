/** The sentences about steps of a containment, in English, by their codes. */
export const containmentDetails = {
  stepNotAllowed: 'The request asks for this step, and policy does not let the sender {sender} ask for it.',
  stepsNotDone: 'These steps of the containment were not done: {steps}.',
  stepNotConfigured: 'The step is not configured in this tenant.',
  rolesUnknown:
    'Whether policy wants this step depends on directory roles of the user, which could not be read: {failure}',
  notDisabledYet: 'The directory does not show yet that the user cannot sign in.',
  notRevokedAgain: 'The sign-in of the user was not disabled, so the sessions were not revoked once more.',
  containmentEnded: 'What was done to the user is being undone, or has ended, so the step was not done.',
  stepNotContinued:
    'An earlier try was interrupted, and the request has ended otherwise: the step is not continued. What it had changed is listed.',
  stepAwaitsApproval: 'The step is done when a person has approved it, which another outcome asks for.',
  stepsAsked: 'Policy lets these steps be taken on {user} only with an approval of their own: {steps}.',
  stepsDeclined: '{by} declined the steps that waited for approval.',
  stepsUndecided: 'Nobody had decided by {time}: the steps were not taken.',
  stepsDone: 'The steps that {by} approved were taken: {steps}.',
  stepsPartly: 'Not all of the steps that were approved could be taken. {reason}',
  stepsPreviewed: 'Settings only allow what-if: none of the steps was taken.',
  stepsNotTaken: 'None of the steps that were approved was taken. {reason}',
} as const;
