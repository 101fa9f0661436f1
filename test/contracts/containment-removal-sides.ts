import { removalMethods } from '../../shared/adapters/containment/removal-methods';
import type { RemovalStep } from '../../shared/core/containment-step';
import type { DirectoryUser } from '../../shared/core/directory-user';
import type { ContainmentMethod } from '../../shared/ports/containment-method';
import {
  BEFORE,
  FIRST_SEEN,
  PASSWORD,
  SINCE,
  aConsent,
  aDevice,
  aMethod,
  anAppRole,
  consented,
} from '../support/account-items';
import type { AnsweredGraph } from '../support/answered-graph';
import { answeredGraph } from '../support/answered-graph';
import { aUser } from '../support/builders';

/** One step under test, and a user whom it has something to change of. */
export interface RemovalSide {
  readonly method: ContainmentMethod;
  readonly user: DirectoryUser;
  readonly firstSeenAt: Date;
  /** All that the step could change of the user, as the backend has it now, comparable by `toEqual`. */
  state(): Promise<unknown>;
  readonly isFinal?: true;
  stop(): Promise<void>;
}

/** What a user has: something new, something old and something that nothing dates, of each kind. */
export function fillAccount({ items }: AnsweredGraph['directory']): void {
  const consent = aConsent('new');
  items.methods.push(
    PASSWORD,
    aMethod('microsoftAuthenticator', 'own-app', { createdDateTime: BEFORE }),
    aMethod('fido2', 'new-key', { createdDateTime: SINCE }),
    aMethod('temporaryAccessPass', 'new-pass', { createdDateTime: SINCE }),
    aMethod('phone', 'phone', { phoneNumber: '+1 555 010 4207', phoneType: 'mobile' }),
  );
  items.consents.push(consent, aConsent('undated'));
  items.auditEvents.push(consented(consent));
  items.appRoles.push(anAppRole('new'), anAppRole('old', { createdDateTime: BEFORE }));
  items.devices.push(
    aDevice('new'),
    aDevice('second'),
    aDevice('old', { registrationDateTime: BEFORE }),
    aDevice('undated', { registrationDateTime: null }),
  );
}

/** Without the ids and the times of what was given again. */
export function stateOf({ items }: AnsweredGraph['directory']): object {
  return {
    methods: items.methods.map(({ id }) => id),
    consents: new Set(items.consents.map(({ clientId, scope }) => `${clientId} ${scope}`)),
    appRoles: new Set(items.appRoles.map(({ appRoleId, resourceId }) => `${appRoleId} ${resourceId}`)),
    devices: items.devices.map(({ id, accountEnabled }) => [id, accountEnabled]),
  };
}

function sideOf(step: RemovalStep, isFinal?: true): () => Promise<RemovalSide> {
  return () => {
    const { client, clock, directory } = answeredGraph();
    fillAccount(directory);
    return Promise.resolve({
      method: removalMethods(client, clock)[step],
      user: aUser(),
      firstSeenAt: FIRST_SEEN,
      state: () => Promise.resolve(stateOf(directory)),
      ...(isFinal && { isFinal }),
      stop: () => Promise.resolve(),
    });
  };
}

/** A device or a consent that is there again counts as brought back by us: an answer may have been lost. */
export const removalSides = [
  [
    'Microsoft Graph: removeAuthenticationMethods, which is final',
    sideOf('removeAuthenticationMethods', true),
  ],
  ['Microsoft Graph: removeConsents', sideOf('removeConsents')],
  ['Microsoft Graph: disableDevices', sideOf('disableDevices')],
] as const;
