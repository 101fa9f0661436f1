import type { AlertShape } from '../alert-format';

/** Detections of Falcon's event stream; all of them name accounts on premises. */
export const crowdStrike: AlertShape = {
  name: 'crowdStrike',
  recognisedBy: [
    [{ path: 'metadata.eventType' }, { path: 'event' }, { path: 'metadata.customerIDString' }],
    // The same, from Falcon Data Replicator.
    [{ path: 'event.ExternalApiType' }, { path: 'cid' }],
  ],
  alert: {
    provider: 'CrowdStrike Falcon',
    id: ['event.CompositeId', 'event.DetectId'],
    title: ['event.Name', 'event.DetectName'],
    severity: ['event.SeverityName'],
    url: ['event.FalconHostLink'],
    createdAt: ['metadata.eventCreationTime'],
  },
  quiet: [
    {
      path: 'metadata.eventType|event.ExternalApiType',
      isNone: [
        'Event_EppDetectionSummaryEvent',
        'DetectionSummaryEvent',
        'EppDetectionSummaryEvent',
        'IdpDetectionSummaryEvent',
        'XdrDetectionSummaryEvent',
      ],
    },
    { path: 'event.SeverityName', is: ['Informational'] },
  ],
  accounts: [
    {
      at: 'event',
      local: [
        { path: 'LogonDomain', isSameAs: 'Hostname' },
        { path: 'LogonDomain', isSameAs: 'ComputerName' },
      ],
      names: { userPrincipalName: ['UserPrincipal'], name: ['UserName'], domain: ['LogonDomain'] },
    },
    {
      at: 'event',
      names: {
        userPrincipalName: ['SourceAccountUpn'],
        sid: ['SourceAccountObjectSid'],
        name: ['SourceAccountName'],
        domain: ['SourceAccountDomain'],
      },
    },
  ],
};
