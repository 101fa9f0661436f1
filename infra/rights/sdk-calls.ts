const SEND = 'Microsoft.ServiceBus/namespaces/messages/send/action';
const RECEIVE = 'Microsoft.ServiceBus/namespaces/messages/receive/action';
const TABLE = 'Microsoft.Storage/storageAccounts/tableServices/tables';
const CONTAINER = 'Microsoft.Storage/storageAccounts/blobServices/containers';

/**
 * The methods of the Azure SDKs' clients that the code calls, and the action that each needs; blank: nothing is sent. Sources: "Service
 * Bus access control with Microsoft Entra ID" and "Permissions for calling data operations" (Authorize with Microsoft Entra ID, Storage
 * REST API), read on 2026-11-26.
 */
export const sdkCalls = {
  createSender: '',
  createReceiver: '',
  close: '',
  sendMessages: SEND,
  // Opens the link, for which the right to send is needed.
  createMessageBatch: SEND,
  peekMessages: RECEIVE,
  receiveMessages: RECEIVE,
  completeMessage: RECEIVE,
  abandonMessage: RECEIVE,
  acceptSession: RECEIVE,
  createTable: `${TABLE}/write`,
  createEntity: `${TABLE}/entities/add/action`,
  // Of insertions only.
  submitTransaction: `${TABLE}/entities/add/action`,
  updateEntity: `${TABLE}/entities/update/action`,
  upsertEntity: `${TABLE}/entities/write`,
  deleteEntity: `${TABLE}/entities/delete`,
  getEntity: `${TABLE}/entities/read`,
  listEntities: `${TABLE}/entities/read`,
  getBlobClient: '',
  getBlockBlobClient: '',
  getAppendBlobClient: '',
  createIfNotExists: `${CONTAINER}/write`,
  uploadData: `${CONTAINER}/blobs/write`,
  downloadToBuffer: `${CONTAINER}/blobs/read`,
  listBlobsFlat: `${CONTAINER}/blobs/read`,
  create: `${CONTAINER}/blobs/write`,
  appendBlock: `${CONTAINER}/blobs/add/action`,
  getProperties: `${CONTAINER}/blobs/read`,
  download: `${CONTAINER}/blobs/read`,
  // "Logs Ingestion API in Azure Monitor" names the role; its data action is this one.
  upload: 'Microsoft.Insights/Telemetry/Write',
  delete: `${CONTAINER}/blobs/delete`,
} as const;

export type SdkCall = keyof typeof sdkCalls;
