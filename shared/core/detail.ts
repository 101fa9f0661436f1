import { containmentDetails } from './containment-details';
import { identityStepDetails } from './identity-step-details';
import { keptDetails } from './kept-details';
import { restoreDetails } from './restore-details';

/**
 * The sentences that explain an outcome, in English, by their codes. `{name}` stands for a value. The French ones are
 * in `shared/messages/sentences/details-fr.ts`.
 */
export const details = {
  text: '{text}',
  anotherTenant:
    'tenantId: the request is for tenant {requested}, but this app is connected to tenant {connected}.',
  mayNotSpeakFor: 'The sender {sender} may not speak for tenant {tenantId}.',
  tenantNotNamed:
    'The request names no tenant, and its sender {sender} speaks for {count}: name one of them.',
  consentMissing:
    'The tenant has given the application no consent, or has taken it back: its administrator must consent again.',
  tenantDisconnected: 'The tenant {tenantId} is connected no longer.',
  tenantChanged:
    'The tenant for which the sender {sender} speaks has changed since this was first read: send it again.',
  senderNotProven:
    'Alerts in the format {format} count only with the signature of {senders}; this one is from {sender}.',
  inFuture: '{field}: {time} is in the future.',
  tooOld: 'The request dates from {time}, which is older than policy allows ({minutes} min).',
  tooOldAfterRetries:
    'The request dates from {time}, which is older than policy allows ({minutes} min). It was tried {attempts} times.',
  revocationDisabled: 'Revocation is switched off for this tenant.',
  revocationStopped: 'All revocations were stopped at {time} by {by}: {reason}',
  revocationResumed: 'Revocations were resumed at {time} by {by}: {reason}',
  lookupFailed: 'The user could not be looked up: {failure}',
  noSuchUser: 'The directory of this tenant has no such user.',
  userDeleted: 'This user was deleted at {time}.',
  namesDiffer: 'The names of the account lead to different objects: {one} and {two}.',
  tooManyNames:
    'The account has {count} names, which may be those of several people: at most {limit} are looked up.',
  domainUnknown: '{count} accounts have this name, and none is known to belong to the domain {domain}.',
  severalUsers: '{count} users match {reference}.',
  notAUser: 'This is a {objectType}, which has no user sessions.',
  notAUserButApplication:
    'This is a {objectType}, which has no user sessions. Disable it (accountEnabled false), and remove its credentials and grants.',
  notAUserButAgent:
    'This is an agent ({objectType}), which has no user sessions. Disable it (accountEnabled false), and its blueprint if that is compromised.',
  homedElsewhereByState:
    'The home of this user is elsewhere (externalUserState {state}); the sessions must be revoked there.',
  homedElsewhereByName:
    'The home of this user is elsewhere (#EXT# in the user principal name); the sessions must be revoked there.',
  homedElsewhereByIdentity:
    'The home of this user is elsewhere (identity of type {type}); the sessions must be revoked there.',
  membershipsUnreadable: 'Whether policy protects the user could not be read: {failure}',
  protectedById: 'Policy protects this user from being signed out (by object id).',
  protectedByName: 'Policy protects this user from being signed out (by user principal name).',
  protectedByEntry:
    'Policy protects this user from being signed out (the entry {entry} has led to this account).',
  protectedByGroup: 'Policy protects this user from being signed out (member of the group {group}).',
  protectedByRole: 'Policy protects this user from being signed out (directory role {role}).',
  alreadyRevoked: 'The user was already signed out for this alert, at {time}.',
  revokedSince: 'The user was signed out at {time}, by another request, after this one had come in.',
  namedTwice: 'The same request names this user twice, in two ways.',
  approvalRequested: 'The request asks for approval.',
  approvalAlways: 'Policy requires approval for every request.',
  approvalForEvent: 'Policy requires approval for this event ({event}), by the rule {rule}.',
  previewedEvent: 'Policy only previews this event ({event}), by the rule {rule}.',
  approvalForRole: 'Policy requires approval for members of the directory role {role}.',
  approvalForGroup: 'Policy requires approval for members of the group {group}.',
  approvalBelowSeverity:
    'Policy requires approval for alerts below {threshold} severity; this one is {severity}.',
  approvalForUnknownAge:
    'Policy requires approval for alerts of unknown age; none of the times of this one can be read.',
  approvedForAnother:
    'The approval was for the user with the object id {user}, but the request now leads to another user: approve or decline again.',
  limitReached: '{users} users were signed out within {minutes} min, which is as many as policy allows.',
  limitShareUsed:
    '{sender} has used half of the {users} users whom policy allows within {minutes} min, and another sender asks for some.',
  repeatedTooOften:
    'The user was signed out {repeats} times within {minutes} min, which is as often as policy allows, the last time at {time}.',
  repeatedAndNotDone:
    'The user is about to be signed out {repeats} times within {minutes} min, which is as often as policy allows, and none of these sign-outs has taken effect yet.',
  declinedBy: 'Declined by {by}.',
  undecided: 'Nobody had decided by {time}.',
  alreadyApproved: 'It was already approved, by {by} at {time}.',
  alreadyDeclined: 'It was already declined, by {by} at {time}.',
  alreadyExpired: 'Nobody had decided by {time}, and then it expired.',
  notVerified: 'Accepted, but signInSessionsValidFromDateTime had not changed when it was read back.',
  notReadBack: 'Accepted, but not read back: {failure}',
  foundRevoked:
    'An earlier try was interrupted before its outcome was recorded; the directory shows that the sessions were revoked.',
  boundUnknown:
    'Not every token lifetime policy of the tenant could be read: where one is longer, tokens outlive effectiveNoLaterThan.',
  notBounded:
    'Sessions that apps keep themselves have no bound; long-lived tokens (Continuous Access Evaluation) end by the event of the revocation, with the exceptions that Microsoft documents.',
  twoSentences: '{first} {second}',
  callUnverified:
    'An earlier try, at {time}, may have revoked the sessions; this could not be read back: {failure}',
  leaseEnded: 'The call was not made: another instance may be working on the same request.',
  approvalCounted: '{by} has approved, which makes {count} of the {quorum} people who must approve.',
  stillAwaited: 'The request to sign out {user} still waits for approval. It expires at {time}.',
  nothingPending: 'No request that waits for approval matches this decision.',
  deadLettered: 'The broker moved the message to its dead-letter queue: {reason}',
  deadLetteredBody:
    'The broker moved the message to its dead-letter queue: {reason} The Functions host cannot pass on a body in a {section} section: send it in a data section.',
  originalMissing:
    'The message refers to a stored original that does not exist, or is the original of another message ({name}). Send the alert again.',
  readingEndedProcess:
    'Reading this message ended its process {times} times, so it was not read again. Look at the original in quarantine, and act by hand.',
  tooLargeToWait:
    'The request had to wait, and its message is too large to be kept for later. Store large originals (LEDGER_STORAGE__blobServiceUri), or send smaller messages.',
  alertIgnored: 'The format ignores alerts that meet this condition: {condition}.',
  nobodyNamed: 'The alert names nobody who can be signed out.',
  noToken: 'The managed identity returned no token for Microsoft Graph ({reason}).',
  graphUnreachable: 'Microsoft Graph could not be reached ({code}), attempts: {attempts}.',
  graphForbidden:
    'Microsoft Graph answered {status}: grant the application permission {permission} to the identity.',
  graphUnauthorized: 'Microsoft Graph answered {status}: it does not accept the token of the identity.',
  graphBadRequest: 'Microsoft Graph answered {status}: it calls the request malformed.',
  graphThrottled: 'Microsoft Graph answered {status}: it is throttling, attempts: {attempts}.',
  graphUnavailable: 'Microsoft Graph answered {status}, attempts: {attempts}.',
  graphUnexpected: 'Microsoft Graph answered {status}, which was not expected.',
  graphThrottling: 'Microsoft Graph is throttling.',
  graphPaused: 'Microsoft Graph is throttling this tenant for {seconds} s more.',
  rolesUnreadable:
    'Microsoft Graph did not return the directory roles of the user: grant the application permission {permission} to the identity.',
  graphNotAList: 'Microsoft Graph answered something that is not a list of {what}.',
  userNoLongerShown: 'Microsoft Graph no longer showed the user.',
  graphLostUser: 'Microsoft Graph no longer knew the user.',
  graphNotRevoked: 'Microsoft Graph answered that it did not revoke (value false).',
  graphNotAUser: 'Microsoft Graph answered something that is not a user.',
  signedOutOfSharePoint:
    'SharePoint and OneDrive have signed the user out. Nothing proves it for Exchange, Teams and other apps, where old access tokens may last longer.',
  signedOutButUnproven: 'SharePoint and OneDrive have signed the user out. Of Microsoft Graph: {proof}',
  graphIsOff:
    'Only the sessions of SharePoint and OneDrive end: policy does not use the method graph, so Exchange, Teams and other apps are untouched.',
  methodOff: 'Policy has switched revocation off since the outcome.',
  methodGone: 'Policy no longer uses the method.',
  methodGivenUp: 'The method had not answered, and is not called again: {reason}',
  ...containmentDetails,
  ...identityStepDetails,
  sharePointNoToken: 'The managed identity returned no token for SharePoint ({reason}).',
  sharePointUnreachable:
    'SharePoint could not be reached ({code}). Check SHAREPOINT_ADMIN_URL if this lasts.',
  sharePointRefused:
    'SharePoint answered {status}: it does not let this application sign users out. Grant the application permission {permission} of SharePoint to the identity; where that is granted, SharePoint does not take this call from applications.',
  sharePointRefusedBefore:
    'SharePoint was not called: it has refused the application within the last hour ({refusal})',
  sharePointNotThere:
    'SharePoint answered {status}: check that SHAREPOINT_ADMIN_URL is the admin host of this tenant.',
  sharePointRedirected:
    'SharePoint answered {status}, a redirection, which is not followed: check SHAREPOINT_ADMIN_URL and the permission {permission}.',
  sharePointBadRequest: 'SharePoint answered {status}: it calls the request malformed.',
  sharePointThrottled: 'SharePoint answered {status}: it is throttling.',
  sharePointUnavailable: 'SharePoint answered {status}.',
  sharePointUnexpected: 'SharePoint answered {status}, which was not expected.',
  sharePointNotAState: 'SharePoint answered {status} without a state.',
  sharePointPaused:
    'SharePoint was not called: its quota is used, or it asked for a pause, for {seconds} s more.',
  sharePointBroken:
    'SharePoint was not called: its last calls have failed. It is called again in {seconds} s.',
  sharePointNoName: 'SharePoint was not called: the directory shows no user principal name.',
  sharePointNotEnabled:
    'SharePoint answered that signing users out is not enabled for this tenant (state 0).',
  sharePointNoUser: 'SharePoint does not know the user (state 1).',
  sharePointFailed: 'SharePoint answered that it could not sign the user out (state 2).',
  sharePointUnknownState: 'SharePoint answered a state that is not known ({state}).',
  ...keptDetails,
  ...restoreDetails,
} as const satisfies Readonly<Record<string, string>>;

export type DetailCode = keyof typeof details;

/** The names of the values in a sentence. */
type ValuesOf<Sentence extends string> = Sentence extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ValuesOf<Rest>
  : never;

/** A sentence that explains an outcome, by its code, and the values in it. */
export interface Detail {
  readonly code: DetailCode;
  readonly values: Readonly<Record<string, string | Detail>>;
}

/** Makes a detail; the compiler checks that it has a value for every name in its sentence. */
export function detail<Code extends DetailCode>(
  code: Code,
  ...[values]: ValuesOf<(typeof details)[Code]> extends never
    ? []
    : [values: Readonly<Record<ValuesOf<(typeof details)[Code]>, string | number | Detail>>]
): Detail {
  const written = Object.entries<string | number | Detail>(values ?? {}).map(
    ([name, value]): [string, string | Detail] => [name, typeof value === 'number' ? String(value) : value],
  );
  return { code, values: Object.fromEntries(written) };
}

/** A detail with the same text in every language. */
export function textDetail(text: string): Detail {
  return detail('text', { text });
}

/** Writes a detail in the language of the given sentences. */
export function writeDetail(
  { code, values }: Detail,
  sentences: Readonly<Record<DetailCode, string>> = details,
): string {
  return sentences[code].replaceAll(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = values[name];
    if (value === undefined) return placeholder;
    return typeof value === 'string' ? value : writeDetail(value, sentences);
  });
}
