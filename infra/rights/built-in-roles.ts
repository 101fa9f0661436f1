/** A built-in role of Azure, as far as it is used here. */
export interface BuiltInRole {
  readonly id: string;
  readonly actions: readonly string[];
  readonly notActions?: readonly string[];
  readonly dataActions: readonly string[];
}

const QUEUES_AND_TOPICS_READ = [
  'Microsoft.ServiceBus/*/queues/read',
  'Microsoft.ServiceBus/*/topics/read',
  'Microsoft.ServiceBus/*/topics/subscriptions/read',
];
const CONTAINERS = 'Microsoft.Storage/storageAccounts/blobServices/containers';
const BLOBS = `${CONTAINERS}/blobs`;
const DELEGATION_KEY = 'Microsoft.Storage/storageAccounts/blobServices/generateUserDelegationKey/action';
const TABLES = 'Microsoft.Storage/storageAccounts/tableServices/tables';
const ENTITIES = `${TABLES}/entities`;
const KEYS = 'Microsoft.KeyVault/vaults/keys';

/**
 * The roles that are assigned here, or that a person needs who deploys. Source: "Azure built-in roles", pages integration, storage,
 * monitor, security and privileged (https://learn.microsoft.com/azure/role-based-access-control/built-in-roles), read on 2026-11-26.
 */
export const builtInRoles = {
  'Azure Service Bus Data Owner': {
    id: '090c5cfd-751d-490a-894a-3ce6f1109419',
    actions: ['Microsoft.ServiceBus/*'],
    dataActions: ['Microsoft.ServiceBus/*'],
  },
  'Azure Service Bus Data Receiver': {
    id: '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0',
    actions: QUEUES_AND_TOPICS_READ,
    dataActions: ['Microsoft.ServiceBus/*/receive/action'],
  },
  'Azure Service Bus Data Sender': {
    id: '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39',
    actions: QUEUES_AND_TOPICS_READ,
    dataActions: ['Microsoft.ServiceBus/*/send/action'],
  },
  'Storage Blob Data Owner': {
    id: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b',
    actions: [`${CONTAINERS}/*`, DELEGATION_KEY],
    dataActions: [`${BLOBS}/*`],
  },
  'Storage Blob Data Contributor': {
    id: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe',
    actions: [`${CONTAINERS}/delete`, `${CONTAINERS}/read`, `${CONTAINERS}/write`, DELEGATION_KEY],
    dataActions: [
      `${BLOBS}/delete`,
      `${BLOBS}/read`,
      `${BLOBS}/write`,
      `${BLOBS}/move/action`,
      `${BLOBS}/add/action`,
    ],
  },
  'Storage Blob Data Reader': {
    id: '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1',
    actions: [`${CONTAINERS}/read`, DELEGATION_KEY],
    dataActions: [`${BLOBS}/read`],
  },
  'Storage Table Data Contributor': {
    id: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3',
    actions: [`${TABLES}/read`, `${TABLES}/write`, `${TABLES}/delete`],
    dataActions: [
      `${ENTITIES}/read`,
      `${ENTITIES}/write`,
      `${ENTITIES}/delete`,
      `${ENTITIES}/add/action`,
      `${ENTITIES}/update/action`,
    ],
  },
  'Storage Table Data Reader': {
    id: '76199698-9eea-4c19-bc75-cec21354c6b6',
    actions: [`${TABLES}/read`],
    dataActions: [`${ENTITIES}/read`],
  },
  'Key Vault Crypto User': {
    id: '12338af0-0e69-4776-bea7-57ae8d297424',
    actions: [],
    dataActions: [
      `${KEYS}/read`,
      `${KEYS}/update/action`,
      `${KEYS}/backup/action`,
      `${KEYS}/encrypt/action`,
      `${KEYS}/decrypt/action`,
      `${KEYS}/wrap/action`,
      `${KEYS}/unwrap/action`,
      `${KEYS}/sign/action`,
      `${KEYS}/verify/action`,
    ],
  },
  'Key Vault Secrets User': {
    id: '4633458b-17de-408a-b874-0445c86b69e6',
    actions: [],
    dataActions: [
      'Microsoft.KeyVault/vaults/secrets/getSecret/action',
      'Microsoft.KeyVault/vaults/secrets/readMetadata/action',
    ],
  },
  'Monitoring Metrics Publisher': {
    id: '3913510d-42f4-4e42-8a64-420c390055eb',
    actions: [
      'Microsoft.Insights/Register/Action',
      'Microsoft.Support/*',
      'Microsoft.Resources/subscriptions/resourceGroups/read',
    ],
    dataActions: ['Microsoft.Insights/Metrics/Write', 'Microsoft.Insights/Telemetry/Write'],
  },
  'Monitoring Reader': {
    id: '43d0d8ad-25c7-4714-9337-8ba259a9fe05',
    actions: ['*/read', 'Microsoft.OperationalInsights/workspaces/search/action', 'Microsoft.Support/*'],
    dataActions: [],
  },
  Contributor: {
    id: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
    actions: ['*'],
    notActions: ['Microsoft.Authorization/*/Delete', 'Microsoft.Authorization/*/Write'],
    dataActions: [],
  },
  'Role Based Access Control Administrator': {
    id: 'f58310d9-a9f6-439a-9e8d-f62e7b41a168',
    actions: [
      'Microsoft.Authorization/roleAssignments/write',
      'Microsoft.Authorization/roleAssignments/delete',
      '*/read',
      'Microsoft.Support/*',
    ],
    dataActions: [],
  },
} as const satisfies Readonly<Record<string, BuiltInRole>>;

export type RoleName = keyof typeof builtInRoles;

/** Whether a role allows an action of management or of data. */
export function allows({ actions, notActions = [], dataActions }: BuiltInRole, action: string): boolean {
  const within = (patterns: readonly string[]): boolean =>
    patterns.some((pattern) => matches(pattern, action));
  return (within(actions) && !within(notActions)) || within(dataActions);
}

/** Azure compares actions without regard to case; a star stands for any text. */
function matches(pattern: string, action: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.\\^$+?()[\]{}|]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`, 'i').test(action);
}
