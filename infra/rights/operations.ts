import type { Entity, Operation } from './operation';

const TRIGGERS = ['revokeSessions', 'revokeReceived', 'resumeWaiting', 'revokeUrgent'];
const OF_REQUESTS: readonly Entity[] = ['request queue', 'intake queue', 'waits queue', 'urgent queue'];
const DECISIONS = ['approve', 'decline', 'release'];
const API_DECIDES = ['decideApproval', 'decideApprovals', 'restoreContained'];
const API_OPERATES = ['stopRevocations', 'resumeRevocations', 'giveUpContained'];
const API_QUARANTINE = ['listQuarantine', 'readOriginal', 'settleOriginal'];
const API_READS = [
  'readRequest',
  'readHistory',
  'listOutcomes',
  'listApprovals',
  'listContainments',
  'previewMessage',
  'readStatus',
];
const HEALTH = ['health', 'healthDetails', 'doctor'];
const quarantine = 'shared/adapters/service-bus/service-bus-quarantine.ts';
const requestQueue = 'shared/adapters/service-bus/service-bus-request-queue.ts';
const results = 'shared/adapters/service-bus/service-bus-results-subscription.ts';
const checks = 'shared/health/service-bus-checks.ts';
const entities = 'shared/adapters/ledger/table-entities.ts';
const originals = 'shared/adapters/originals/blob-originals.ts';
const seals = 'shared/adapters/seals/blob-seals.ts';
const connections = 'shared/adapters/tenants/connection-table.ts';
const emergencySwitch = 'shared/adapters/ledger/switch-table.ts';

/** Everything that the code asks of Service Bus and of storage. `doctor` makes the checks of the app, with the rights of the app. */
export const operations: readonly Operation[] = [
  {
    file: requestQueue,
    calls: ['sendMessages'],
    who: 'app',
    on: OF_REQUESTS,
    by: [
      'receiveAlert',
      ...TRIGGERS,
      'reportDeadLetters',
      'sweepLedger',
      'createRequest',
      ...API_DECIDES,
      'settleOriginal',
      'lookForReturns',
    ],
  },
  {
    file: requestQueue,
    calls: ['sendMessages'],
    who: 'operators',
    on: ['request queue'],
    by: ['revoke', 'restore', 'quarantine replay', ...DECISIONS],
  },
  { file: requestQueue, calls: ['sendMessages'], who: 'operators', on: ['urgent queue'], by: DECISIONS },
  {
    file: requestQueue,
    calls: ['sendMessages'],
    who: 'approvers',
    on: ['request queue', 'urgent queue'],
    by: DECISIONS,
  },
  {
    file: 'shared/adapters/service-bus/service-bus-dead-letters.ts',
    calls: ['receiveMessages', 'completeMessage', 'abandonMessage'],
    who: 'app',
    on: OF_REQUESTS,
    by: ['reportDeadLetters'],
  },
  {
    file: 'shared/adapters/service-bus/service-bus-results-topic.ts',
    calls: ['sendMessages'],
    who: 'app',
    on: ['topic'],
    by: [...TRIGGERS, 'reportDeadLetters', 'lookForReturns', 'restoreContained'],
  },
  { file: 'functions/connect.ts', calls: ['createMessageBatch'], who: 'app', on: ['topic'], by: TRIGGERS },
  {
    file: quarantine,
    calls: ['sendMessages'],
    who: 'app',
    on: ['quarantine'],
    by: [...TRIGGERS, 'reportDeadLetters'],
  },
  {
    file: requestQueue,
    calls: ['sendMessages'],
    who: 'app',
    on: ['notify queue'],
    by: ['notify', 'notifyAgain'],
  },
  {
    file: quarantine,
    calls: ['peekMessages', 'receiveMessages', 'completeMessage', 'abandonMessage'],
    who: 'app',
    on: ['quarantine'],
    by: API_QUARANTINE,
  },
  {
    file: quarantine,
    calls: ['peekMessages', 'receiveMessages', 'completeMessage', 'abandonMessage'],
    who: 'operators',
    on: ['quarantine'],
    by: ['quarantine list', 'quarantine show', 'quarantine replay'],
  },
  {
    file: results,
    calls: ['peekMessages'],
    who: 'operators',
    on: ['subscription `cli`'],
    by: ['revoke', ...DECISIONS],
  },
  { file: results, calls: ['peekMessages'], who: 'approvers', on: ['subscription `cli`'], by: DECISIONS },
  { file: checks, calls: ['peekMessages', 'acceptSession'], who: 'app', on: OF_REQUESTS, by: HEALTH },
  {
    file: checks,
    calls: ['createMessageBatch'],
    who: 'app',
    on: [...OF_REQUESTS, 'topic', 'topic of OCSF', 'quarantine'],
    by: HEALTH,
  },
  {
    file: 'shared/adapters/service-bus/service-bus-results-topic.ts',
    calls: ['sendMessages'],
    who: 'app',
    on: ['topic of OCSF'],
    by: ['ocsf'],
  },
  {
    file: 'shared/adapters/archive/logs-ingestion-archive.ts',
    calls: ['upload'],
    who: 'app',
    on: ['data collection rule'],
    by: ['archive'],
  },
  {
    file: 'shared/health/topic-reader-check.ts',
    calls: ['peekMessages'],
    who: 'app',
    on: [
      'subscription `notify`',
      'subscription `archive`',
      'subscription `watch`',
      'subscription `seal`',
      'subscription `ocsf`',
      'subscription `write-back`',
      'notify queue',
    ],
    by: HEALTH,
  },
  {
    file: 'shared/health/seal-check.ts',
    calls: ['peekMessages'],
    who: 'app',
    on: ['subscription `seal`'],
    by: HEALTH,
  },
  {
    file: seals,
    calls: [
      'createIfNotExists',
      'create',
      'appendBlock',
      'listBlobsFlat',
      'getProperties',
      'downloadToBuffer',
      'download',
    ],
    who: 'app',
    on: ['the container `revocation-seals`'],
    by: ['seal', 'sweepLedger', ...HEALTH],
  },
  {
    file: seals,
    calls: ['listBlobsFlat', 'download'],
    who: 'operators',
    on: ['the container `revocation-seals`'],
    by: ['verify'],
  },
  {
    file: entities,
    calls: [
      'createTable',
      'createEntity',
      'submitTransaction',
      'updateEntity',
      'deleteEntity',
      'getEntity',
      'listEntities',
    ],
    who: 'app',
    on: ['the table `RevocationLedger`'],
    by: [
      ...TRIGGERS,
      'reportDeadLetters',
      'receiveAlert',
      'resolveProtected',
      'sweepLedger',
      'watch',
      'lookForReturns',
      ...HEALTH,
      'createRequest',
      ...API_READS,
      ...API_DECIDES,
      ...API_OPERATES,
      'settleOriginal',
    ],
  },
  {
    file: entities,
    calls: ['getEntity', 'listEntities'],
    who: 'operators',
    on: ['the table `RevocationLedger`'],
    by: ['pending', ...DECISIONS, 'what-if'],
  },
  {
    file: entities,
    calls: ['listEntities'],
    who: 'approvers',
    on: ['the table `RevocationLedger`'],
    by: ['pending', ...DECISIONS],
  },
  {
    file: originals,
    calls: ['createIfNotExists', 'uploadData', 'downloadToBuffer', 'listBlobsFlat', 'delete'],
    who: 'app',
    on: ['the container `revocation-originals`'],
    by: [...TRIGGERS, 'reportDeadLetters', 'receiveAlert', 'sweepLedger', ...HEALTH, ...API_QUARANTINE],
  },
  {
    file: originals,
    calls: ['createIfNotExists', 'uploadData', 'downloadToBuffer'],
    who: 'operators',
    on: ['the container `revocation-originals`'],
    by: ['quarantine list', 'quarantine show', 'quarantine replay'],
  },
  {
    file: connections,
    calls: ['listEntities'],
    who: 'app',
    on: ['the table `RevocationTenants`'],
    by: [
      ...TRIGGERS,
      'reportDeadLetters',
      'resolveProtected',
      'sweepLedger',
      'lookForReturns',
      ...HEALTH,
      ...API_READS,
      ...API_DECIDES,
    ],
  },
  {
    file: connections,
    calls: ['listEntities'],
    who: 'operators',
    on: ['the table `RevocationTenants`'],
    by: ['tenants list', 'tenants check', 'what-if'],
  },
  {
    file: connections,
    calls: ['createTable', 'upsertEntity', 'deleteEntity', 'listEntities'],
    who: 'administrators of connections',
    on: ['the table `RevocationTenants`'],
    by: ['tenants connect', 'tenants disconnect'],
  },
  {
    file: emergencySwitch,
    calls: ['getEntity'],
    who: 'app',
    on: ['the table `RevocationSwitch`'],
    by: [...TRIGGERS, 'reportDeadLetters', 'watchSwitch', ...HEALTH, 'previewMessage', 'readStatus'],
  },
  {
    file: emergencySwitch,
    calls: ['createTable', 'getEntity', 'updateEntity', 'upsertEntity'],
    who: 'app',
    on: ['the table `RevocationSwitch`'],
    by: API_OPERATES,
  },
  {
    file: emergencySwitch,
    calls: ['createTable', 'getEntity', 'updateEntity', 'upsertEntity'],
    who: 'operators',
    on: ['the table `RevocationSwitch`'],
    by: ['stop', 'resume', 'what-if'],
  },
];
