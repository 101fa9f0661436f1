import type { Containment } from './containment';
import { foldedName } from './folded-name';
import type { Incident } from './incident';
import { referenceText } from './user-reference';

/** What a system says of an incident. Times are RFC 3339. */
export interface IncidentState {
  /** It is closed, and a person or a rule of the system has classified it as a false positive. */
  readonly isFalsePositive: boolean;
  /** When anything of it was changed last; absent: it does not say. */
  readonly changedAt?: string;
  /** To whom it is assigned, and who changed it last, by any name. */
  readonly people: readonly string[];
  /** When the app has commented it; absent: a comment of the app does not say when. Empty: never. */
  readonly commentedAt?: readonly string[];
}

/** Why a containment is not restored by itself now; the text is for the log. */
export const leftReasons = {
  undated: 'the incident does not say when it was changed',
  classifiedBefore: 'the incident was changed last before the user was contained',
  ownComment: 'the last change of the incident may be a comment of the app',
  byContained: 'the incident is assigned to, or was changed last by, an account that is contained',
  declined: 'a person has declined to undo it',
  tried: 'it was tried once',
  underWay: 'a decision on it is being carried out',
  otherAlert: 'something else has asked for a revocation than what this incident was closed for',
} as const;

export type LeftReason = keyof typeof leftReasons;

export type FalsePositiveAnswer =
  /** The incident is a false positive, and may undo the containment. */
  | { readonly kind: 'counts'; readonly changedAt: Date }
  /** It is none, or has not been one for long enough. */
  | { readonly kind: 'notYet' }
  | { readonly kind: 'left'; readonly reason: LeftReason };

/** A classification is taken back within so long, in ms, if it was a slip; and a comment of the app, with its tag, is written within so long. */
export const SETTLED_MS = 5 * 60_000;

/** What an incident is asked about. */
export interface FalsePositiveAsked {
  /** When the containment began. */
  readonly startedAt: string;
  /** The names of the accounts that are contained now, in any tenant, folded. */
  readonly contained: ReadonlySet<string>;
}

/**
 * Whether an incident, as its system has it, lets a containment be undone. An incident that was a false positive before says nothing of
 * it, and a comment of the app changes an incident as a classification does.
 */
export function judgeFalsePositive(
  { isFalsePositive, changedAt, people, commentedAt }: IncidentState,
  { startedAt, contained }: FalsePositiveAsked,
  now: Date,
): FalsePositiveAnswer {
  if (!isFalsePositive) return { kind: 'notYet' };
  const changed = Date.parse(changedAt ?? '');
  const began = Date.parse(startedAt);
  if (Number.isNaN(changed) || Number.isNaN(began)) return left('undated');
  if (now.getTime() - changed < SETTLED_MS) return { kind: 'notYet' };
  if (changed <= began) return left('classifiedBefore');
  const commented = commentedAt?.map((at) => Date.parse(at)) ?? [Number.NaN];
  // A time that cannot be read is no bound.
  if (!commented.every((at) => at + SETTLED_MS < changed)) return left('ownComment');
  return people.some((name) => contained.has(nameOfAccount(name)))
    ? left('byContained')
    : { kind: 'counts', changedAt: new Date(changed) };
}

function left(reason: LeftReason): FalsePositiveAnswer {
  return { kind: 'left', reason };
}

/** How Entra ID calls a guest: by the name at home, of which the `@` is written `_`. */
const GUEST = /^(.+)_([^_@]+)#ext#@.*$/;

/** How names of accounts are compared: a guest has the name that the same person has at home. */
export function nameOfAccount(name: string): string {
  return foldedName(name.trim()).replace(GUEST, '$1@$2');
}

/** The names by which an incident may know the user of a containment. */
export function namesOfContained({ user }: Pick<Containment, 'user'>): readonly string[] {
  const { id, userPrincipalName, reference } = user;
  return [id, userPrincipalName, referenceText(reference)].flatMap((name) =>
    name === undefined ? [] : nameOfAccount(name),
  );
}

const IN_WORKSPACE = /\/workspaces\/([^/]+)\/.*\/([^/]+)$/;

/** How outcomes call an incident that has approved a restore: by its number, or by its workspace and name, in 200 characters. */
export function nameOfIncident({ system, id }: Incident): string {
  const [, workspace, name] = IN_WORKSPACE.exec(id) ?? [];
  const known = workspace === undefined || name === undefined ? id : `${workspace}/${name}`;
  return `incident ${known} (${system})`;
}
