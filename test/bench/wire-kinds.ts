import type { ContainmentStep } from '../../shared/core/containment-step';
import { containmentSteps } from '../../shared/core/containment-step';
import type { Policy } from '../../shared/core/policy';
import { membersOf } from './setting';
import type { WireSetting } from './wire-app';

/** A kind of request whose calls are counted. */
export interface WireKind extends WireSetting {
  readonly name: string;
  /** The bodies of the messages, in order; only the calls of the last are counted. */
  readonly messages: readonly WireMessage[];
  /** The outcomes of the last message, in any order; a retry is none. */
  readonly statuses: readonly string[];
}

export interface WireMessage {
  /** Absent: the confirmation that the message before has asked for is approved. */
  readonly body?: unknown;
  readonly deliveryCount?: number;
  /** Of a message that is the one before, once more. */
  readonly isRepeated?: true;
}

const GROUP = '8d5f2a10-0000-4000-8000-000000000001';
const APPROVED_GROUP = '8d5f2a10-0000-4000-8000-000000000002';
/** "Global Administrator" and "Security Administrator" of the built-in roles. */
const ROLES = ['62e90394-69f5-4237-9190-012177145e10', '194ae4cb-b126-40b2-bd5b-6091b380977d'] as const;

const none = { users: [], groups: [], roles: [] };
const never = { always: false, groups: [], roles: [], expiresAfterMs: 12 * 3_600_000 };
const brake = { users: 1000, windowMs: 3_600_000, repeats: 3 };
const inGroups = { protected: { ...none, groups: [GROUP] } };
const inRoles = { protected: { ...none, roles: [ROLES[0]] } };
const all: Partial<Policy> = {
  brake,
  protected: { users: ['user8@contoso.com'], groups: [GROUP], roles: [ROLES[0]] },
  confirmation: { ...never, groups: [APPROVED_GROUP], roles: [ROLES[1]], severityBelow: 'medium' },
};

const user = 'user1@contoso.com';
const id = membersOf(2).at(-1)?.id ?? '';
const alert = { provider: 'SIEM', id: 'alert-1', severity: 'high' };
const pending = ['signOutPending'];
const asked = ['awaitingConfirmation'];

/** The alert was raised when virtual time began, before what the tenant has then. */
const contained = { user, alert: { ...alert, id: undefined, createdAt: '2026-11-26T10:00:00Z' } };

function containing(steps: readonly ContainmentStep[]): Partial<Policy> {
  return { containment: [{ steps, mayAsk: [], when: {}, lookBackMs: 0 }] };
}

function kind(
  name: string,
  body: unknown,
  more: Partial<Omit<WireKind, 'name' | 'messages'>> = {},
): WireKind {
  return { name, messages: [{ body }], statuses: pending, ...more };
}

/** The kinds of request whose calls are counted, as they are named in the table of the documentation. */
export const wireKinds: readonly WireKind[] = [
  kind('plain, by user principal name', { user }),
  kind('plain, by object id', { user: id }),
  kind('with an alert id', { user, alert }),
  {
    name: 'with an alert id, about a user revoked lately',
    messages: [{ body: { user, alert: { ...alert, id: 'alert-0' } } }, { body: { user, alert } }],
    statuses: pending,
  },
  kind('brake', { user }, { policy: { brake } }),
  kind('brake, with an alert id', { user, alert }, { policy: { brake } }),
  kind('groups', { user }, { policy: inGroups }),
  kind('groups, by object id', { user: id }, { policy: inGroups }),
  kind('roles', { user }, { policy: inRoles }),
  kind(
    'groups and roles',
    { user },
    { policy: { protected: { ...none, groups: [GROUP], roles: [ROLES[0]] } } },
  ),
  kind(
    'severity, without approval',
    { user, alert: { ...alert, id: undefined } },
    {
      policy: { confirmation: { ...never, severityBelow: 'medium' } },
    },
  ),
  kind('all policies', { user, alert: { ...alert, id: undefined } }, { policy: all }),
  kind('all policies, by object id', { user: id, alert: { ...alert, id: undefined } }, { policy: all }),
  kind('all policies, with an alert id', { user, alert }, { policy: all }),
  kind('approval is asked for', { user, confirm: true }, { statuses: asked }),
  { name: 'approval is given', messages: [{ body: { user, confirm: true } }, {}], statuses: pending },
  kind('what-if', { user, whatIf: true }, { statuses: ['whatIf'] }),
  kind(
    'what-if, all policies, with an alert id',
    { user, alert, whatIf: true },
    { policy: all, statuses: ['whatIf'] },
  ),
  kind('guest', { user: 'guest@contoso.com' }, { statuses: ['notApplicable'] }),
  kind(
    'protected, by object id',
    { user },
    {
      policy: { protected: { ...none, users: [id] } },
      statuses: ['protected'],
    },
  ),
  kind('protected, by group', { user: 'user7@contoso.com' }, { policy: inGroups, statuses: ['protected'] }),
  kind('not readable', { usr: user }, { statuses: ['rejected'] }),
  {
    name: 'duplicate: the same alert in another message',
    messages: [{ body: { user, alert } }, { body: { user, alert } }],
    statuses: ['duplicate'],
  },
  {
    name: 'repeated delivery of what was done',
    messages: [{ body: { user } }, { isRepeated: true, deliveryCount: 2 }],
    statuses: pending,
  },
  kind('two users', { users: [user, 'user2@contoso.com'] }, { statuses: [...pending, ...pending] }),
  kind(
    'two users, all policies, with an alert id',
    { users: [user, 'user2@contoso.com'], alert },
    {
      policy: all,
      statuses: [...pending, ...pending],
    },
  ),
  kind(
    'SharePoint beside',
    { user },
    {
      policy: { methods: ['graph', 'sharePoint'] },
      sharePoint: { status: 200, body: { State: 4 } },
      statuses: ['signedOut'],
    },
  ),
  kind(
    'SharePoint, which is pending',
    { user },
    {
      policy: { methods: ['graph', 'sharePoint'] },
      sharePoint: { status: 503, body: '' },
    },
  ),
  ...(['disableSignIn', 'removeAuthenticationMethods', 'removeConsents', 'disableDevices'] as const).map(
    (step) => kind(`containment: ${step}`, contained, { policy: containing([step]) }),
  ),
  kind(
    'containment: disableSignIn, what-if',
    { ...contained, whatIf: true },
    { policy: containing(['disableSignIn']), statuses: ['whatIf'] },
  ),
  kind('containment: all steps', contained, { policy: containing(containmentSteps) }),
];

/** Who is a member of the groups, so that a group protects somebody. */
export const wireGroups = [
  {
    id: GROUP,
    members: membersOf(8)
      .slice(7)
      .map((member) => member.id),
  },
  { id: APPROVED_GROUP, members: [] },
];
