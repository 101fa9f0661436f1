import type { AlertShape } from '../alert-format';

/** An insight or a signal of Cloud SIEM: it is about one entity, which may be a user. */
export const sumoLogic: AlertShape = {
  name: 'sumoLogic',
  recognisedBy: [[{ path: 'data.entity.id' }, { path: 'data.name' }, { path: 'data.timestamp' }]],
  alert: {
    provider: 'Sumo Logic',
    id: ['data.readableId', 'data.id'],
    title: ['data.name'],
    severity: ['data.severity'],
    createdAt: ['data.created', 'data.timestamp'],
  },
  quiet: [
    { path: 'data.status.name', is: ['closed'] },
    { path: 'data.suppressed', is: ['true'] },
  ],
  accounts: [
    { at: 'data.entity', only: [{ path: 'entityType', is: ['_username'] }], names: { name: ['value'] } },
  ],
};
