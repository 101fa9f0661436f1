import { compact } from '../../core/compact';
import type { OutcomeEvent } from '../outcome-event';
import { outcomeEvent } from '../outcome-event';
import type { PublishedOutcome } from '../published-outcome';
import type { MethodEvent } from '../topic-message';
import { ACTIONS, ACTIVITIES, DISPOSITIONS, STATUSES, severityOf } from './captions';
import { countermeasuresOf } from './countermeasures';
import { findingOf } from './finding';
import { presentText } from './present-text';
import type { RemediationEvent } from './remediation-schema';
import type { StatusRow } from './status-row';
import { outcomeRow, statusRow } from './status-row';

const APP = 'session-revoker';
const EVICT = 'Sign the user out: end the sessions, and the tokens by which they are renewed.';
const RESTORE = 'Bring back what a containment changed, after one more revocation.';

type Data = OutcomeEvent['data'];

/** What an event of OCSF says, by the words of ours. */
interface Activity extends Pick<Data, 'requestId' | 'tenantId' | 'user' | 'alert' | 'status' | 'methods'> {
  readonly id: string;
  readonly type: OutcomeEvent['type'] | MethodEvent['type'];
  readonly outcomeId: string;
  readonly row: StatusRow;
  readonly message?: string | undefined;
  readonly detail?: string | undefined;
  readonly receivedAt?: string | undefined;
  readonly completedAt: string;
  /** What has no place of its own. */
  readonly more: Readonly<Record<string, unknown>>;
}

/** An outcome, or what a method answered late, as an event of OCSF; the same for every copy of it. */
export function remediationEvent(event: OutcomeEvent | MethodEvent, appVersion: string): RemediationEvent {
  return event.type === 'io.github.session-revoker.outcome.v1'
    ? eventOf(outcomeActivity(event.id, event.data), appVersion)
    : eventOf(methodActivity(event), appVersion);
}

/** An outcome of the ledger as an event of OCSF. */
export function remediationOfOutcome(outcome: PublishedOutcome, appVersion: string): RemediationEvent {
  return eventOf(outcomeActivity(outcome.id, outcomeEvent.shape.data.parse(outcome)), appVersion);
}

function outcomeActivity(id: string, data: Data): Activity {
  const { requestId, tenantId, user, alert, status, message, detail, receivedAt, completedAt, methods } =
    data;
  const { requestId: _r, tenantId: _t, user: _u, message: _m, detail: _d, ...more } = data;
  return {
    ...compact({
      requestId,
      tenantId,
      user,
      alert,
      status,
      message,
      detail,
      receivedAt,
      completedAt,
      methods,
    }),
    id,
    type: 'io.github.session-revoker.outcome.v1',
    outcomeId: id,
    row: outcomeRow(status, methods),
    more,
  };
}

function methodActivity({ id, type, data }: MethodEvent): Activity {
  const { outcomeId, requestId, tenantId, user, method, completedAt } = data;
  const { status, detail } = method;
  return {
    ...compact({ requestId, tenantId, user, status, detail, completedAt }),
    id,
    type,
    outcomeId,
    row: statusRow(status),
    methods: [method],
    more: { method, completedAt },
  };
}

function eventOf(activity: Activity, appVersion: string): RemediationEvent {
  const { status, message, detail, receivedAt, completedAt, methods, outcomeId, user, more } = activity;
  const finding = findingOf(activity);
  return compact({
    ...classOf(status),
    time: Date.parse(completedAt),
    ...(receivedAt !== undefined && {
      start_time: Date.parse(receivedAt),
      end_time: Date.parse(completedAt),
    }),
    timezone_offset: 0 as const,
    ...severityOf(presentText(activity.alert?.severity)),
    ...statusOf(activity),
    status_detail: presentText(detail),
    message: presentText(message),
    command_uid: outcomeId,
    ...dispositionOf(activity.row),
    actor: { app_name: 'session-revoker' as const },
    countermeasures: countermeasuresOf(status, methods),
    remediation: { desc: status === 'restored' ? RESTORE : EVICT },
    observables: observablesOf(activity),
    enrichments: finding && [finding],
    metadata: metadataOf(activity, appVersion),
    unmapped: compact({ ...more, user: user && userOf(user) }),
  });
}

function classOf(status: string) {
  const activity = status === 'restored' ? 3 : 2;
  return {
    category_uid: 7,
    category_name: 'Remediation',
    class_uid: 7001,
    class_name: 'Remediation Activity',
    activity_id: activity,
    activity_name: ACTIVITIES[activity],
    type_uid: activity === 3 ? 700_103 : 700_102,
    type_name: `Remediation Activity: ${ACTIVITIES[activity]}`,
  } as const;
}

function statusOf({ status, row: { statusId } }: Activity) {
  return {
    status_id: statusId,
    status: statusId === 99 ? status : STATUSES[statusId],
    status_code: status,
  };
}

/** Access that was not revoked stays allowed. */
function dispositionOf({ dispositionId }: StatusRow) {
  const action = dispositionId === 24 ? 2 : dispositionId === 9 ? 4 : 1;
  return {
    action_id: action,
    action: ACTIONS[action],
    disposition_id: dispositionId,
    disposition: DISPOSITIONS[dispositionId],
  } as const;
}

function metadataOf({ id, type, requestId, tenantId }: Activity, appVersion: string) {
  return compact({
    version: '1.8.0' as const,
    uid: id,
    event_code: type,
    correlation_uid: requestId,
    tenant_uid: presentText(tenantId),
    profiles: ['host', 'security_control'] as ['host', 'security_control'],
    product: { name: APP, vendor_name: APP, version: appVersion },
  });
}

type Named = NonNullable<Data['user']>;

/** A user as OCSF has them; what the request called them stays beside. */
function userOf({ reference, id, userPrincipalName, userType }: Named) {
  return compact({
    name: presentText(userPrincipalName) ?? reference,
    uid: presentText(id),
    type: presentText(userType),
    reference,
  });
}

function observablesOf({ user }: Activity): RemediationEvent['observables'] {
  if (!user) return undefined;
  const { name, uid } = userOf(user);
  return [
    { name: 'unmapped.user.name', type_id: 4, value: name },
    ...(uid === undefined ? [] : [{ name: 'unmapped.user.uid', type_id: 31 as const, value: uid }]),
  ];
}
