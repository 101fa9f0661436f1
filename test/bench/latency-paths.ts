/** A path of the app whose time is measured: what it is set to, and what is asked of it. */
export interface LatencyPath {
  /** Also that of its queue. */
  readonly name: string;
  readonly policy: unknown;
  readonly bodyOf: (user: string, n: number) => unknown;
}

const GROUPS = ['8d5f2a10-0000-4000-8000-000000000001', '8d5f2a10-0000-4000-8000-000000000002'];
/** Of built-in roles that nobody has here. */
const ROLES = ['62e90394-69f5-4237-9190-012177145e10', '194ae4cb-b126-40b2-bd5b-6091b380977d'];

/** Wide enough for all requests of a run; the window holds as many as a mass compromise at Graph's quota. */
const brake = { users: 2000, window: 'PT30S', repeats: 100 };
const all = {
  brake,
  protected: { groups: GROUPS.slice(0, 1), roles: ROLES.slice(0, 1) },
  confirmation: { groups: GROUPS.slice(1), roles: ROLES.slice(1), severityBelow: 'medium' },
};
const plain = (user: string): unknown => ({ user, reason: 'Bench' });
const severe = (user: string): unknown => ({ user, alert: { severity: 'high' } });
const withAlertIds =
  (prefix: string) =>
  (user: string, n: number): unknown => ({
    user,
    alert: { provider: 'SIEM', id: `${prefix}-${String(n)}`, severity: 'high' },
  });

export const BARE_LOOP: LatencyPath = { name: 'bare-loop', policy: {}, bodyOf: plain };

export const latencyPaths: readonly LatencyPath[] = [
  { name: 'plain', policy: { brake: 'none' }, bodyOf: plain },
  { name: 'alert-id', policy: { brake: 'none' }, bodyOf: withAlertIds('plain') },
  { name: 'brake', policy: { brake }, bodyOf: plain },
  { name: 'all-policies', policy: all, bodyOf: severe },
  { name: 'all-with-alert-id', policy: all, bodyOf: withAlertIds('all') },
];

/** The groups and roles that the policies name, as the tenant has them. */
export const groupsOfPaths = GROUPS.map((id) => ({ id, members: [] }));
