import type { CommandHelp } from './command-help';

const USAGE = 'wrong usage or settings, or what is needed cannot be reached';

const LISTED = { 0: 'done, also if there is nothing to list', 2: USAGE } as const;
const CHECKED = { 0: 'all in order, or warnings', 1: 'a check has failed', 2: USAGE } as const;
const DECIDED = {
  0: 'done, and each outcome is what was wanted',
  1: 'nothing to decide on, not confirmed, rejected or failed',
  2: `${USAGE}, or no outcome in time`,
  3: 'it counts, and a person must decide first, such as another one of a quorum',
} as const;

/** The commands that have commands of their own, by their words. */
export const GROUPS: Readonly<Record<string, readonly string[]>> = {
  '': ['use', 'pending', 'pending -o json --query "[].confirmation"'],
  formats: ['check formats.json'],
  quarantine: ['list', 'show 7', 'close 7 --reason "Sent twice"'],
  tenants: ['list', 'check'],
};

/** The help of each command, by its words. */
export const PAGES: Readonly<Record<string, CommandHelp>> = {
  revoke: {
    busy: 'Waiting for the queue and the outcomes',
    examples: [
      '--user avery@contoso.com --reason "Password spray" --wait',
      '--user avery@contoso.com CONTOSO\\\\gray --no-confirm',
      '--user avery@contoso.com --what-if --wait',
    ],
    exitCodes: {
      0: 'the request is on the queue; with --wait, everybody is signed out or previewed',
      1: 'not confirmed; with --wait, somebody is not signed out',
      2: `${USAGE}, or no outcome in time`,
      3: 'somebody is signed out only after a person decides',
    },
  },
  use: {
    busy: 'Looking for the app',
    examples: [
      '',
      'production --url https://app.azurewebsites.net --audience 7d1f0a4c-2b3e-4f5a-9c6d-8e7f0a1b2c3d',
      'production --resource-group rg-session-revoker',
    ],
    exitCodes: { 0: 'done', 2: 'wrong usage, or the app was not found' },
  },
  history: {
    busy: 'Reading the history',
    examples: ['avery@contoso.com', 'avery@contoso.com -o json --query "[0].effectiveNoLaterThan"'],
    exitCodes: LISTED,
  },
  show: {
    busy: 'Reading the outcomes',
    examples: ['case-4711', 'case-4711 -o yaml'],
    exitCodes: { 0: 'done, also if there is no outcome yet', 1: 'there is no such request', 2: USAGE },
  },
  watch: {
    busy: 'Watching; Ctrl-C ends it',
    examples: ['', '--since 2026-11-26T16:00:00Z --status failed held', '-o jsonl'],
    exitCodes: { 0: 'ended by Ctrl-C, or nobody reads any more', 2: USAGE },
  },
  explain: {
    busy: 'Reading the messages',
    examples: [
      'alert.json',
      '- < alert.json',
      'alert.json --received-by webhook:okta -o json --query "[].result"',
    ],
    exitCodes: { 0: 'done, whatever the messages ask for', 2: 'a file could not be read, or wrong usage' },
  },
  'formats check': {
    busy: 'Reading the alerts',
    examples: ['formats.json', 'formats.json --alert one.json other.json'],
    exitCodes: {
      0: 'valid',
      1: 'invalid, or it collides with a format, or finds nothing',
      2: 'a file could not be read, or wrong usage',
    },
  },
  'quarantine list': {
    busy: 'Reading the quarantine',
    examples: ['', '-o json --query "[?status==\'failed\'].number"'],
    exitCodes: LISTED,
  },
  'quarantine show': {
    busy: 'Reading the quarantine',
    examples: ['7', '7 --raw > original.json', '7 -o yaml'],
    exitCodes: { 0: 'done', 1: 'there is no such original', 2: USAGE },
  },
  'quarantine replay': {
    busy: 'Sending originals again',
    examples: ['7 9', '--all --refresh --no-confirm'],
    exitCodes: { 0: 'done', 1: 'an original is not available, or not confirmed', 2: USAGE },
  },
  'quarantine close': {
    busy: 'Removing the original',
    examples: ['7 --reason "Sent twice"'],
    exitCodes: { 0: 'closed', 1: 'there is no such original, or not confirmed', 2: USAGE },
  },
  pending: {
    busy: 'Reading what waits for approval',
    examples: ['', '-o tsv --query "[].[confirmation, user.userPrincipalName]"'],
    exitCodes: LISTED,
  },
  approve: {
    busy: 'Waiting for the queue and the outcomes',
    examples: ['9b1c', '9b1c 77af --no-confirm', '9b1c --direct --by kim@contoso.com'],
    exitCodes: DECIDED,
  },
  decline: {
    busy: 'Waiting for the queue and the outcomes',
    examples: ['9b1c', '9b1c --no-wait'],
    exitCodes: DECIDED,
  },
  withdraw: {
    busy: 'Taking the approval back',
    examples: ['9b1c'],
    exitCodes: { 0: 'done', 1: 'nothing to take back, too late, or not confirmed', 2: USAGE },
  },
  release: {
    busy: 'Waiting for the queue and the outcomes',
    examples: ['', '--request 3f0e'],
    exitCodes: DECIDED,
  },
  'what-if': {
    busy: 'Asking the tenant',
    examples: ['alert.json', 'alert.json --as-new --received-by webhook:okta', '- -o json < alert.json'],
    exitCodes: { 0: 'done, whatever would happen', 2: USAGE },
  },
  doctor: {
    busy: 'Checking',
    examples: ['', '-o json --query "[?status==\'failed\']"'],
    exitCodes: CHECKED,
  },
  verify: {
    busy: 'Verifying the seal',
    examples: [
      '--key seal.pem',
      'downloaded --key seal.pem --from 2026-11-01 --to 2026-11-30',
      'downloaded --events exported.ndjson',
    ],
    exitCodes: {
      0: 'all is as it was sealed',
      1: 'an outcome is changed, missing, added or in another order, or a signature is not valid',
      2: `${USAGE}, or a file cannot be read`,
    },
  },
  'tenants connect': {
    busy: 'Writing the connection',
    examples: [
      '11111111-2222-4333-8444-555566667777 --source webhook:northwind --name Northwind',
      '11111111-2222-4333-8444-555566667777 --source queue --policy stricter.json --no-confirm',
    ],
    exitCodes: { 0: 'done', 1: 'not confirmed, or TENANTS is not table', 2: USAGE },
  },
  'tenants list': { busy: 'Reading the tenants', examples: ['', '-o yaml'], exitCodes: LISTED },
  'tenants check': {
    busy: 'Checking the tenants',
    examples: ['', '11111111-2222-4333-8444-555566667777'],
    exitCodes: { ...CHECKED, 1: 'a check has failed, or there is no such tenant' },
  },
  'tenants disconnect': {
    busy: 'Writing the connection',
    examples: ['11111111-2222-4333-8444-555566667777'],
    exitCodes: { 0: 'done', 1: 'not confirmed, or there is no such tenant', 2: USAGE },
  },
  stop: {
    busy: 'Setting the switch',
    examples: ['--reason "Incident 7"'],
    exitCodes: { 0: 'stopped', 1: 'somebody else has set the switch', 2: USAGE },
  },
  resume: {
    busy: 'Setting the switch',
    examples: ['--reason "Incident 7 is over"', '--reason "Incident 7 is over" --no-confirm'],
    exitCodes: { 0: 'not stopped', 1: 'not confirmed, or somebody else has set the switch', 2: USAGE },
  },
  contained: {
    busy: 'Reading what was done',
    examples: ['', '--user avery@contoso.com', '--request inc-1 -o json'],
    exitCodes: { 0: 'done', 2: USAGE },
  },
  restore: {
    busy: 'Asking for the restore',
    examples: [
      'inc-1 --what-if --reason "The alert was false"',
      'inc-1 --user avery@contoso.com --reason "The alert was false"',
    ],
    exitCodes: {
      0: 'approved: an outcome `restored` follows',
      1: 'not confirmed, or refused',
      2: USAGE,
      3: 'more people must approve',
    },
  },
  'give-up': {
    busy: 'Giving up',
    examples: ['inc-1 --reason "The account is deleted"'],
    exitCodes: { 0: 'done', 1: 'not confirmed, or refused', 2: USAGE },
  },
  completion: {
    busy: 'Writing the script',
    examples: ['bash > ~/.local/share/bash-completion/completions/session-revoker', 'powershell'],
    exitCodes: { 0: 'done', 2: 'wrong usage' },
  },
};
