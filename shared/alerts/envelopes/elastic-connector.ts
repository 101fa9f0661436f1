import type { Envelope } from './envelope';

/** What Elastic's webhook connector posts when it is given `context.alerts`: a rule and its alerts. */
export const elasticConnector: Envelope = {
  name: 'elasticConnector',
  open: (message) => {
    const alerts = message.select('alerts[]');
    return alerts.length > 0 && alerts.every((alert) => alert.has('kibana.alert.uuid')) ? alerts : undefined;
  },
};
