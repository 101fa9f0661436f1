import { alertFormat } from '../alert-format';
import type { Format } from '../format';
import { azureMonitor } from './azure-monitor';
import { azureMonitorLogAlert } from './azure-monitor-log-alert';
import { crowdStrike } from './crowdstrike';
import { datadog } from './datadog';
import { defenderAlertEvidence } from './defender-alert-evidence';
import { defenderForCloud } from './defender-for-cloud';
import { defenderForEndpoint } from './defender-for-endpoint';
import { defenderIncident } from './defender-incident';
import { defenderMailboxEvidence } from './defender-mailbox-evidence';
import { defenderOtherTables } from './defender-other-tables';
import { elastic } from './elastic';
import { entraOtherLogs } from './entra-other-logs';
import { entraRiskDetection } from './entra-risk-detection';
import { entraRiskyUser } from './entra-risky-user';
import { entraRiskyUsers } from './entra-risky-users';
import { entraSignInLogs } from './entra-sign-in-logs';
import { entraUserRiskEvents } from './entra-user-risk-events';
import { googleSecOps } from './google-secops';
import { graphAlert } from './graph-alert';
import { graphChangeNotification } from './graph-change-notification';
import { graphIncident } from './graph-incident';
import { graphLegacyAlert } from './graph-legacy-alert';
import { ocsfDetectionFinding } from './ocsf-detection-finding';
import { ocsfOtherClasses } from './ocsf-other-classes';
import { office365Alert } from './office365-alert';
import { okta } from './okta';
import { panther } from './panther';
import { qradar } from './qradar';
import { securityAlert } from './security-alert';
import { securityEvent } from './security-event';
import { sentinelEntities } from './sentinel-entities';
import { sentinelEntityList } from './sentinel-entity-list';
import { sentinelEntityTrigger } from './sentinel-entity-trigger';
import { sentinelIncident } from './sentinel-incident';
import { sentinelIncidentTrigger } from './sentinel-incident-trigger';
import { splunkFinding } from './splunk-finding';
import { splunkWebhook } from './splunk-webhook';
import { sumoLogic } from './sumo-logic';
import { wazuh } from './wazuh';

/** Every format of alerts that is read. At most one may recognise a message. */
export const alertFormats: readonly Format[] = [
  sentinelIncidentTrigger,
  sentinelIncident,
  sentinelEntityTrigger,
  sentinelEntities,
  sentinelEntityList,
  securityAlert,
  defenderForCloud,
  graphAlert,
  graphIncident,
  graphLegacyAlert,
  graphChangeNotification,
  entraRiskDetection,
  entraRiskyUser,
  entraUserRiskEvents,
  entraRiskyUsers,
  entraSignInLogs,
  entraOtherLogs,
  defenderAlertEvidence,
  defenderMailboxEvidence,
  defenderOtherTables,
  defenderIncident,
  defenderForEndpoint,
  office365Alert,
  azureMonitor,
  azureMonitorLogAlert,
  elastic,
  splunkWebhook,
  splunkFinding,
  ocsfDetectionFinding,
  ocsfOtherClasses,
  okta,
  googleSecOps,
  qradar,
  wazuh,
  crowdStrike,
  panther,
  datadog,
  sumoLogic,
  securityEvent,
].map(alertFormat);
