import type { AlertShape } from '../alert-format';

/** A detection finding of the Open Cybersecurity Schema Framework (class 2004). */
export const ocsfDetectionFinding: AlertShape = {
  name: 'ocsfDetectionFinding',
  recognisedBy: [[{ path: 'class_uid', is: ['2004'] }, { path: 'metadata' }]],
  alert: {
    provider: 'OCSF',
    product: ['metadata.product.name'],
    id: ['finding_info.uid', 'metadata.uid'],
    title: ['finding_info.title', 'message'],
    severity: ['severity'],
    url: ['finding_info.src_url'],
    createdAt: ['finding_info.created_time', 'time'],
  },
  quiet: [
    // Suppressed, resolved, archived, deleted.
    { path: 'status_id', is: ['3', '4', '5', '6'] },
    // Close.
    { path: 'activity_id', is: ['3'] },
    // Informational.
    { path: 'severity_id', is: ['1'] },
  ],
  accounts: [
    {
      at: 'evidences[].actor.user',
      // System and service accounts.
      except: [{ path: 'type_id', is: ['3', '4'] }],
      names: {
        id: ['uid'],
        userPrincipalName: ['email_addr'],
        sid: ['uid'],
        name: ['name'],
        domain: ['domain'],
      },
    },
  ],
};
