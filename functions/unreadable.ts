/** Why a message is returned to the broker, and not dropped in silence: a later version may have sent it. */
export const UNREADABLE = 'A message of the results topic is not an event that this version can read.';
