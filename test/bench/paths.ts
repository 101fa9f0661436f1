/** What the app is set to and asked on one of its paths. */
export interface Path {
  /** Also that of its queue. */
  readonly name: string;
  /** Settings of the app in addition to those of the stack. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly bodyOf: (user: string, n: number) => unknown;
  /** Its requests name users by object id. Absent: by user principal name. */
  readonly byObjectId?: true;
  /** Its users have been revoked lately. Absent: each request is about another user. */
  readonly repeatsUsers?: true;
}

const GROUPS = ['8d5f2a10-0000-4000-8000-000000000001', '8d5f2a10-0000-4000-8000-000000000002'];
/** Of built-in roles that nobody has here. */
const ROLES = ['62e90394-69f5-4237-9190-012177145e10', '194ae4cb-b126-40b2-bd5b-6091b380977d'];

/** A brake that has room for all that comes within its window, an ISO 8601 duration. */
export function withBrake(window: string): Readonly<Record<string, string>> {
  return { REVOCATION_POLICY: JSON.stringify({ brake: { users: 2000, window, repeats: 100 } }) };
}

/** Groups, roles, a brake, and approvals for others than those who are signed out here. */
export function withAllPolicies(window: string): Readonly<Record<string, string>> {
  const policy = {
    brake: { users: 2000, window, repeats: 100 },
    protected: { groups: GROUPS.slice(0, 1), roles: ROLES.slice(0, 1) },
    confirmation: { groups: GROUPS.slice(1), roles: ROLES.slice(1), severityBelow: 'medium' },
  };
  return { REVOCATION_POLICY: JSON.stringify(policy) };
}

export const plain = (user: string): unknown => ({ user, reason: 'Bench' });
export const severe = (user: string): unknown => ({ user, alert: { severity: 'high' } });
/** An alert id for each request; those of two paths on one ledger must differ. */
export const withAlertIds =
  (prefix: string) =>
  (user: string, n: number): unknown => ({
    user,
    alert: { provider: 'SIEM', id: `${prefix}-${String(n)}`, severity: 'high' },
  });

export const BARE_LOOP: Path = { name: 'bare-loop', bodyOf: plain };

const WINDOW = 'PT30S';

/** The paths of `npm run bench:latency`. */
export const latencyPaths: readonly Path[] = [
  { name: 'plain', bodyOf: plain },
  { name: 'alert-id', bodyOf: withAlertIds('plain') },
  { name: 'alert-id-user-again', bodyOf: withAlertIds('again'), repeatsUsers: true },
  { name: 'brake', settings: withBrake(WINDOW), bodyOf: plain },
  { name: 'all-policies', settings: withAllPolicies(WINDOW), bodyOf: severe },
  { name: 'all-by-object-id', settings: withAllPolicies(WINDOW), bodyOf: severe, byObjectId: true },
  {
    name: 'all-by-id-with-alert',
    settings: withAllPolicies(WINDOW),
    bodyOf: withAlertIds('all'),
    byObjectId: true,
  },
];

/** The groups that the policies name, as the tenant has them. */
export const groupsOfPaths = GROUPS.map((id) => ({ id, members: [] }));
