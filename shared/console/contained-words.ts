import type { ContainedEntry } from '../api/containment-schemas';
import type { Foreseen } from './state';
import type { Strings } from './strings';
import type { ElementView, View } from './view';
import { el } from './view';

type Step = ContainedEntry['steps'][number];
type Item = ContainedEntry['changes'][number]['item'];

const KINDS: Readonly<Record<Item['kind'], keyof Strings>> = {
  signIn: 'itemSignIn',
  risk: 'itemRisk',
  identityAccount: 'itemIdentityAccount',
  authenticationMethod: 'itemAuthenticationMethod',
  consent: 'itemConsent',
  appRole: 'itemAppRole',
  device: 'itemDevice',
};

/** What a step changes. */
const CHANGED_BY: Readonly<Record<Step, Item['kind']>> = {
  disableSignIn: 'signIn',
  confirmCompromised: 'risk',
  identityAccounts: 'identityAccount',
  removeAuthenticationMethods: 'authenticationMethod',
  removeConsents: 'consent',
  disableDevices: 'device',
};

const STATES: Readonly<Record<ContainedEntry['state'], keyof Strings>> = {
  open: 'contained',
  restoring: 'beingRestored',
  restored: 'restored',
  givenUp: 'givenUp',
};

/** How the state of a containment is called. */
export function stateName(strings: Strings, state: ContainedEntry['state']): string {
  return strings[STATES[state]];
}

/** How steps are called; undefined where there are none. */
export function stepNames(strings: Strings, steps: readonly Step[] = []): string | undefined {
  return steps.length === 0 ? undefined : steps.map((step) => strings[step]).join(', ');
}

/** Something of a user, by its kind and what people call it. What is named by the user's own id is the user's only one. */
export function itemView(
  strings: Strings,
  { kind, name }: { readonly kind: Item['kind']; readonly name: string },
  userId: string | undefined,
): ElementView {
  const called = strings[KINDS[kind]];
  return name === userId
    ? el('span', {}, called)
    : el('span', {}, `${called}${strings.colon}`, el('span', { class: 'text' }, name));
}

type Changes = Foreseen['changes'];

/** What would come back, or what cannot; undefined where there is nothing. */
export function changesView(
  strings: Strings,
  changes: Changes = [],
  userId: string | undefined,
): View | undefined {
  return listed(changes.map(({ step, name }) => itemView(strings, { kind: CHANGED_BY[step], name }, userId)));
}

/** The same as a sentence has it. */
export function changesText(strings: Strings, changes: Changes, userId: string | undefined): string {
  const names = changes.map(({ step, name }) => {
    const called = strings[KINDS[CHANGED_BY[step]]];
    return name === userId ? called : `${called} ${name}`;
  });
  return names.length === 0 ? strings.nothing : names.join(', ');
}

/** A list of lines; undefined where there are none. */
export function listed(lines: readonly View[]): ElementView | undefined {
  return lines.length === 0 ? undefined : el('ul', {}, ...lines.map((line) => el('li', {}, line)));
}
