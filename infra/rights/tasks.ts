import type { Entity, Who } from './operation';
import type { RoleName } from './built-in-roles';

/** Something that is done without the code of this project: by the host of the app, by a sender, or by a person in an incident. */
export interface Task {
  readonly who: Who;
  readonly does: string;
  readonly needs: readonly { readonly action: string; readonly on: readonly Entity[] }[];
}

const RECEIVE = 'Microsoft.ServiceBus/namespaces/messages/receive/action';
const SEND = 'Microsoft.ServiceBus/namespaces/messages/send/action';
const BLOBS = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs';
const QUERY = [
  { action: 'Microsoft.OperationalInsights/workspaces/query/read', on: ['resource group'] },
  { action: 'Microsoft.OperationalInsights/workspaces/search/action', on: ['resource group'] },
] as const;
const OF_REQUESTS: readonly Entity[] = ['request queue', 'intake queue', 'waits queue', 'urgent queue'];

/** "Azure Functions: connecting to host storage with an identity" names the blobs of the host, "… trigger" the right to receive. */
export const tasks: readonly Task[] = [
  {
    who: 'app',
    does: 'The host takes messages from the queues, for the triggers.',
    needs: [{ action: RECEIVE, on: OF_REQUESTS }],
  },
  {
    who: 'app',
    does: 'The host takes events from the subscriptions of notify, archive, watch, ocsf, writeBack and seal, and from the queue of later tries.',
    needs: [
      {
        action: RECEIVE,
        on: [
          'subscription `notify`',
          'notify queue',
          'subscription `archive`',
          'subscription `watch`',
          'subscription `seal`',
          'subscription `ocsf`',
          'subscription `write-back`',
        ],
      },
    ],
  },
  {
    who: 'app',
    does: 'The scaler reads the lengths of the queues, for which it needs the claim Manage: the whole of the service.',
    needs: [{ action: 'Microsoft.ServiceBus/*', on: [...OF_REQUESTS, 'notify queue'] }],
  },
  {
    who: 'app',
    does: 'The platform resolves references to secrets in settings, as the app.',
    needs: [{ action: 'Microsoft.KeyVault/vaults/secrets/getSecret/action', on: ['key vault'] }],
  },
  {
    who: 'app',
    does: 'The function sweepLedger signs the heads of the seal, by the REST API of the vault.',
    needs: ['read', 'sign/action'].map((action) => ({
      action: `Microsoft.KeyVault/vaults/keys/${action}`,
      on: ['the key of the seal'],
    })),
  },
  {
    who: 'app',
    does: 'The host reads the package, keeps its keys, and holds the leases of its timers.',
    needs: ['read', 'write', 'add/action', 'delete'].map((action) => ({
      action: `${BLOBS}/${action}`,
      on: ['storage account'],
    })),
  },
  {
    who: 'app',
    does: 'The app and its host send telemetry.',
    needs: ['Metrics', 'Telemetry'].map((kind) => ({
      action: `Microsoft.Insights/${kind}/Write`,
      on: ['Application Insights'],
    })),
  },
  {
    who: 'senders',
    does: 'A playbook or another product sends an alert or a request.',
    needs: [{ action: SEND, on: ['request queue', 'urgent queue'] }],
  },
  {
    who: 'deployer',
    does: 'azd up, azd provision, azd deploy; az functionapp config appsettings set; az functionapp function keys list',
    needs: [
      'Microsoft.Resources/deployments/write',
      'Microsoft.Resources/subscriptions/resourceGroups/write',
      'Microsoft.App/register/action',
      'Microsoft.Authorization/roleAssignments/write',
      'Microsoft.Web/sites/config/write',
      'Microsoft.Web/sites/publish/Action',
      'Microsoft.Web/sites/functions/listkeys/action',
    ].map((action) => ({ action, on: ['subscription of Azure'] })),
  },
];

/** The steps of "In an incident" in docs/operations.md, in their order: what each needs beside its commands. */
export const incident: readonly (Task & { readonly commands: readonly string[] })[] = [
  { who: 'operators', does: 'Was the user signed out?', commands: ['history'], needs: QUERY },
  { who: 'operators', does: 'Until when can the intruder go on?', commands: [], needs: QUERY },
  {
    who: 'operators',
    does: 'Why was the user not signed out?',
    commands: ['quarantine list'],
    needs: [{ action: RECEIVE, on: ['subscription `attention`'] }],
  },
  {
    who: 'operators',
    does: 'Does it wait for a person?',
    commands: ['pending', 'approve', 'decline', 'release'],
    needs: [{ action: 'Microsoft.Insights/workbooks/read', on: ['resource group'] }, ...QUERY],
  },
  {
    who: 'operators',
    does: 'Who approved?',
    commands: [],
    needs: [{ action: RECEIVE, on: ['subscription `cli`'] }],
  },
  { who: 'operators', does: 'No outcome yet?', commands: [], needs: QUERY },
  { who: 'operators', does: 'Is it the app, or Graph?', commands: [], needs: QUERY },
  { who: 'operators', does: 'Is something in quarantine?', commands: ['quarantine list'], needs: [] },
  { who: 'operators', does: 'Sign this user out, now:', commands: ['revoke'], needs: [] },
  { who: 'operators', does: 'It holds too many users:', commands: ['pending', 'release'], needs: [] },
  {
    who: 'operators',
    does: 'It does nothing in one of several tenants:',
    commands: ['tenants list'],
    needs: [],
  },
  {
    who: 'operators',
    does: 'It signs out the wrong users, or must stop:',
    commands: ['stop', 'resume'],
    needs: [],
  },
];

/** Roles that the templates do not assign: the person who deploys has them before. */
export const ofTheDeployer: readonly { readonly role: RoleName; readonly on: Entity }[] = [
  { role: 'Contributor', on: 'subscription of Azure' },
  { role: 'Role Based Access Control Administrator', on: 'subscription of Azure' },
];

/** Commands that use no right of Azure, such as those that ask the API alone, and functions whose code uses none: the host takes their messages. */
export const withoutRights: readonly string[] = [
  'writeBack',
  'explain',
  'formats check',
  'openApi',
  'completion',
  'use',
  'history',
  'show',
  'watch',
  'withdraw',
  'quarantine close',
  'contained',
  'give-up',
];
