/** The sentences about undoing a containment, in English, by their codes. The French ones are in `shared/messages/sentences/restore-details-fr.ts`. */
export const restoreDetails = {
  restoreAsked:
    '{by} asks to bring back what was changed of {user}, after one more revocation: {changes}. What is final: {final}.',
  restoreDeclined: '{by} declined to bring back what was changed.',
  restoreUndecided: 'Nobody had decided by {time}: nothing was brought back.',
  restoreDone:
    'Changes brought back: {restored}; left, since the app did not change it, or somebody else has since: {notOurs}; final: {final}.',
  restoreStepDone: 'Brought back: {restored}. Left, because it was not ours: {notOurs}. Final: {final}.',
  restoreNotDone: 'Nothing was brought back. {reason}',
  restoreStopped:
    'Nothing more was brought back: what is back stays, and the rest can be asked for again. {reason}',
  restoreOff: 'Settings only allow what-if by now.',
  restorePartly: 'Not everything could be brought back; it can be tried again. {reason}',
  restorePreviewed: 'Settings only allow what-if: nothing was brought back.',
  restoreMethodMissing:
    'The step {step} is not configured any more: configure it, or undo its changes by hand and give them up.',
  restoreOutgrown: 'More was changed than the people who approved were shown: ask again.',
  restoreOtherAlert:
    'Since the user was contained, something else has asked for a revocation than what its incident was closed for.',
  restoreStepSilent: 'The step {step} has not answered what became of all of its changes.',
  containmentMissing: 'No record of a containment matches this request.',
  undoneAlready: 'This was {state} already, at {time} by {by}.',
  restoreSuperseded: 'A later request to bring this back has taken its place.',
  newerContainment:
    'A newer alert on the user is open: the request {request} contained them at {time}. Restore or give up that one first.',
  newerApproval: 'A newer alert on the user is open: the request {request} of {time} waits for approval.',
  newerRevocation:
    'A newer alert on the user is open: they were signed out for it at {time}. Try again at {until}.',
  nothingToRestore: 'No containment that can be undone matches this message.',
} as const;
