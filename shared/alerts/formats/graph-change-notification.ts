import type { AlertShape } from '../alert-format';

/** Notice that something has changed; it bears ids only ("Set up notifications for changes in resource data"). */
export const graphChangeNotification: AlertShape = {
  name: 'graphChangeNotification',
  recognisedBy: [[{ path: 'subscriptionId' }, { path: 'changeType' }, { path: 'resource' }]],
  alert: { provider: 'Microsoft Graph', id: ['resourceData.id'] },
  quiet: [
    { path: 'changeType', begins: 'Validation:' },
    // Whatever changes in a user is no alert.
    { path: 'resource', begins: 'users' },
  ],
  unclear: [{ path: 'resource' }],
  accounts: [],
};
