import type { AlertShape } from '../alert-format';

/** A finding of Enterprise Security; its statuses and dispositions are the product's defaults. */
export const splunkFinding: AlertShape = {
  name: 'splunkFinding',
  recognisedBy: [
    [{ path: 'finding_id', contains: '@@notable@@' }],
    [{ path: 'event_id', contains: '@@notable@@' }],
  ],
  alert: {
    provider: 'Splunk Enterprise Security',
    id: ['finding_id', 'event_id'],
    title: ['rule_title', 'rule_name'],
    severity: ['urgency', 'severity'],
    createdAt: ['_time'],
  },
  quiet: [
    { path: 'status', is: ['4', '5', 'resolved', 'closed'] },
    { path: 'disposition', is: ['disposition:2', 'disposition:3', 'disposition:4'] },
    { path: 'urgency', is: ['informational'] },
  ],
  accounts: [{ only: [{ path: 'risk_object_type', is: ['user'] }], names: { name: ['risk_object'] } }],
};
