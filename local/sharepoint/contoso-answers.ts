import { contosoUsers } from '../tenant/contoso';
import type { AdminAnswer } from './answers';
import { adminAnswers } from './answers';

/** The users whose sessions SharePoint ends at once; those of all others end within the hour. */
const AT_ONCE = new Set(['avery@contoso.com']);

/** What the admin host of the fictional tenant answers, by user principal name. */
export const contosoAnswers: Readonly<Record<string, AdminAnswer>> = Object.fromEntries(
  contosoUsers.map(({ userPrincipalName: name }) => [
    name.toLowerCase(),
    AT_ONCE.has(name) ? adminAnswers.instantaneousSuccess : adminAnswers.nonInstantaneousSuccess,
  ]),
);
