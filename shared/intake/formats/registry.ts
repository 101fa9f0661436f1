import { alertFormat } from '../alert-format';
import type { Format } from '../format';
import { azureMonitor, azureMonitorLogAlert } from './azure-monitor';
import { crowdStrike } from './crowdstrike';
import {
  defenderAlertEvidence,
  defenderForEndpoint,
  defenderIncident,
  defenderMailboxEvidence,
  defenderOtherTables,
  office365Alert,
} from './defender';
import { datadog } from './datadog';
import { elastic } from './elastic';
import {
  entraOtherLogs,
  entraRiskDetection,
  entraRiskyUser,
  entraRiskyUsers,
  entraSignInLogs,
  entraUserRiskEvents,
} from './entra';
import { googleSecOps } from './google-secops';
import { graphAlert, graphChangeNotification, graphIncident, graphLegacyAlert } from './graph-security';
import { ocsfDetectionFinding, ocsfOtherClasses } from './ocsf';
import { okta } from './okta';
import { panther } from './panther';
import { qradar } from './qradar';
import { securityEvent } from './security-event';
import {
  defenderForCloud,
  securityAlert,
  sentinelEntities,
  sentinelEntityList,
  sentinelEntityTrigger,
  sentinelIncident,
  sentinelIncidentTrigger,
} from './sentinel';
import { splunkFinding, splunkWebhook } from './splunk';
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
