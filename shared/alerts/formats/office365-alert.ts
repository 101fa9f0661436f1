import type { AlertShape } from '../alert-format';

/** An alert of Microsoft Purview or Defender for Office 365 ("Office 365 Management Activity API schema", diagnosticRecord type 40). */
export const office365Alert: AlertShape = {
  name: 'office365Alert',
  recognisedBy: [[{ path: 'RecordType', is: ['40'] }, { path: 'AlertId' }, { path: 'Operation' }]],
  alert: {
    provider: 'Office 365',
    product: ['Source'],
    id: ['AlertId'],
    title: ['Name'],
    severity: ['Severity'],
    createdAt: ['CreationTime'],
  },
  quiet: [
    { path: 'Status', is: ['Resolved', 'Dismissed', 'Investigating'] },
    { path: 'Severity', is: ['Informational'] },
    // Who reports a message has done well.
    { path: 'Data.op', is: ['UserSubmission'] },
    { path: 'Name', begins: 'Email reported by user' },
  ],
  accounts: [
    { at: 'Data', only: [{ path: 'etype', is: ['User'] }], names: { userPrincipalName: ['eid'] } },
    // Of other entities, mails say, it is who received them.
    { at: 'Data', only: [{ lacks: 'etype' }], names: { userPrincipalName: ['f3u'] } },
  ],
};
