// Written by `npm run schema` from the files in this folder.
import type { FormatFile } from '../format-schema';
import abnormalSecurity from './abnormal-security.json';
import auth0 from './auth0.json';
import azureMonitor from './azure-monitor.json';
import ciscoDuo from './cisco-duo.json';
import crowdstrike from './crowdstrike.json';
import darktrace from './darktrace.json';
import datadog from './datadog.json';
import elastic from './elastic.json';
import github from './github.json';
import googleSecops from './google-secops.json';
import googleWorkspace from './google-workspace.json';
import jumpcloud from './jumpcloud.json';
import keycloak from './keycloak.json';
import microsoftDefender from './microsoft-defender.json';
import microsoftEntra from './microsoft-entra.json';
import microsoftGraph from './microsoft-graph.json';
import microsoftSentinel from './microsoft-sentinel.json';
import netskope from './netskope.json';
import ocsf from './ocsf.json';
import okta from './okta.json';
import onePassword from './one-password.json';
import paloAltoNetworks from './palo-alto-networks.json';
import panther from './panther.json';
import proofpoint from './proofpoint.json';
import qradar from './qradar.json';
import sentinelone from './sentinelone.json';
import sharedSignals from './shared-signals.json';
import splunk from './splunk.json';
import sumoLogic from './sumo-logic.json';
import trendMicro from './trend-micro.json';
import vectra from './vectra.json';
import wazuh from './wazuh.json';
import wiz from './wiz.json';

/** Every file of built-in formats. */
export const builtInFiles: readonly FormatFile[] = [
  abnormalSecurity,
  auth0,
  azureMonitor,
  ciscoDuo,
  crowdstrike,
  darktrace,
  datadog,
  elastic,
  github,
  googleSecops,
  googleWorkspace,
  jumpcloud,
  keycloak,
  microsoftDefender,
  microsoftEntra,
  microsoftGraph,
  microsoftSentinel,
  netskope,
  ocsf,
  okta,
  onePassword,
  paloAltoNetworks,
  panther,
  proofpoint,
  qradar,
  sentinelone,
  sharedSignals,
  splunk,
  sumoLogic,
  trendMicro,
  vectra,
  wazuh,
  wiz,
];
