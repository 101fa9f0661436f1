/** What a containment says of what it reads, removes and leaves, in English, by their codes: part of `details`. */
export const keptDetails = {
  keptNoFirstSeen:
    'Nothing states when the activity of the alert was first seen, so nothing counts as added since.',
  keptOlder:
    'It was added before the activity of the alert was first seen, as far as policy trusts the time that the alert states (firstSeenWithin).',
  keptUndated: 'Nothing states when it was added: neither its own record nor the audit log.',
  keptLogUnread: 'It has no date of its own, and the audit log could not be read: {reason}',
  keptUnknownType: 'This version does not know the type {type}, and removes nothing of it.',
  keptLastMethod:
    'It is the last method with which the user can sign in, though it is new. Look at it before the user signs in again.',
  keptDefaultMethod:
    'Microsoft Graph did not delete it: the default method stays while the user has others. Change the default method, then delete it. {reason}',
  keptForAllUsers: 'It is a consent for all users of the tenant.',
  keptWidened:
    'It was given before the activity of the alert was first seen, as far as policy trusts that time (firstSeenWithin), and was given more permissions at {time}. Look at them.',
  keptOfGroup: 'It is assigned to a group, and not to the user.',
  keptDisabledAlready: 'It was disabled already, by somebody else.',
  keptRefused: 'It was not removed: {reason}',
  keptTooMany: 'One step makes no more than {count} changes of a user.',
  appRolesLeft:
    'App roles of the user were not looked at: that needs the application permission {permission}.',
  notReadInTime: 'It was not read within a second.',
  deviceSynced: 'A device comes from Active Directory, which may enable it again. Disable it there too.',
} as const satisfies Readonly<Record<string, string>>;
