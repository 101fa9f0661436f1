import { compact } from './compact';
import type { ContainmentCondition, ContainmentRule } from './containment-rule';
import type { ContainmentStep } from './containment-step';
import { containmentSteps } from './containment-step';
import type { Detail } from './detail';
import { detail } from './detail';
import type { MembershipFact } from './facts';
import type { Policy } from './policy';
import { isSender } from './received-by';
import type { RevocationRequest } from './request';
import { isBelow } from './severity';

/** What a rule looks at beside the user's roles. */
export type ContainedRequest = Pick<RevocationRequest, 'format' | 'alert' | 'receivedBy' | 'contain'>;

/** What is done to a user beside revoking. */
export interface ContainmentPlan {
  /** Steps that are done at once. */
  readonly steps: readonly ContainmentStep[];
  /** Steps that wait for an approval of their own; absent: none. */
  readonly awaiting?: readonly ContainmentStep[];
  /** Steps that are not done, each with the reason. */
  readonly denied: readonly DeniedStep[];
  /** The longest of the rules that match. */
  readonly lookBackMs: number;
  /** The shortest of the rules that match and state one. */
  readonly firstSeenWithinMs?: number;
}

export interface DeniedStep {
  readonly step: ContainmentStep;
  /** `notAllowed`: the request asks for it, and policy does not let it. `rolesUnknown`: it depends on roles that cannot be read. */
  readonly kind: 'notAllowed' | 'rolesUnknown';
  readonly reason: Detail;
}

/**
 * The steps of a request: those of all rules that match. A request may ask for less, and for more only where a rule lets it.
 * Undefined: there is nothing to do, and nothing to report.
 *
 * @param roles the user's; absent where no rule depends on them. Where they cannot be read, no rule that names roles matches.
 */
export function containmentOf(
  request: ContainedRequest,
  policy: Pick<Policy, 'containment'>,
  roles?: MembershipFact,
): ContainmentPlan | undefined {
  const rules = rulesFor(request, policy);
  // Most requests: this is asked at each step of their path.
  if (rules.length === 0 && request.contain === undefined) return undefined;
  const known = rules.filter(({ when }) => hasRole(when, roles));
  const unread = roles?.kind === 'unreadable' ? rules.filter((rule) => !known.includes(rule)) : [];
  const { contain: asked } = request;
  const steps = stepsOf(known.filter(isAtOnce), asked);
  const confirmed = stepsOf(known, asked).filter((step) => !steps.includes(step));
  const awaiting = confirmed.length > 0 ? confirmed : undefined;
  const planned = [...steps, ...confirmed];
  const allowed = known.flatMap(({ steps: given, mayAsk }) => [...given, ...mayAsk]);
  const denied = [...deniedAsUnread(unread, roles, asked), ...deniedAsked(asked, allowed, request)].filter(
    ({ step }, n, all) => !planned.includes(step) && all.findIndex((one) => one.step === step) === n,
  );
  if (planned.length + denied.length === 0) return undefined;
  return compact({ steps, awaiting, denied, ...reachOf(known) });
}

/** How far back what is removed may have been added: no rule can widen what another one trusts the sender with. */
function reachOf(
  rules: readonly ContainmentRule[],
): Pick<ContainmentPlan, 'lookBackMs' | 'firstSeenWithinMs'> {
  const within = rules.map(({ firstSeenWithinMs }) => firstSeenWithinMs).filter((ms) => ms !== undefined);
  return compact({
    lookBackMs: Math.max(0, ...rules.map(({ lookBackMs }) => lookBackMs)),
    firstSeenWithinMs: within.length > 0 ? Math.min(...within) : undefined,
  });
}

/** The steps that a request may lead to at once: those of all rules that match, whatever the roles of the user are. */
export function possibleSteps(
  request: ContainedRequest,
  policy: Pick<Policy, 'containment'>,
): readonly ContainmentStep[] {
  return stepsOf(rulesFor(request, policy).filter(isAtOnce), request.contain);
}

/** The steps that rules give to a request, or those of them that it asks for. */
function stepsOf(
  rules: readonly ContainmentRule[],
  asked: readonly ContainmentStep[] | undefined,
): readonly ContainmentStep[] {
  const given = rules.flatMap(({ steps, mayAsk }) => (asked ? [...steps, ...mayAsk] : steps));
  return containmentSteps.filter((step) => given.includes(step) && (asked?.includes(step) ?? true));
}

function isAtOnce({ confirmation }: ContainmentRule): boolean {
  return confirmation !== true;
}

/** Whether the steps of a request depend on the user's directory roles. */
export function dependsOnRoles(request: ContainedRequest, policy: Pick<Policy, 'containment'>): boolean {
  if (request.contain?.length === 0) return false;
  return rulesFor(request, policy).some(({ when }) => when.roles !== undefined);
}

/** The rules that match a request, whatever the roles of the user are. */
function rulesFor(
  { format, alert, receivedBy }: ContainedRequest,
  { containment = [] }: Pick<Policy, 'containment'>,
): readonly ContainmentRule[] {
  return containment.filter(
    ({ when: { severityAtLeast, receivedBy: senders, formats } }) =>
      (severityAtLeast === undefined || !isBelow(alert?.severity, severityAtLeast)) &&
      (senders === undefined || senders.some((name) => isSender(receivedBy, name))) &&
      (formats === undefined || formats.includes(format.toLowerCase())),
  );
}

function hasRole({ roles }: ContainmentCondition, known: MembershipFact | undefined): boolean {
  if (roles === undefined) return true;
  return known?.kind === 'read' && known.roles.some((role) => roles.includes(role));
}

function deniedAsUnread(
  rules: readonly ContainmentRule[],
  roles: MembershipFact | undefined,
  asked: readonly ContainmentStep[] | undefined,
): readonly DeniedStep[] {
  if (roles?.kind !== 'unreadable') return [];
  const reason = detail('rolesUnknown', { failure: roles.failure.detail });
  return rules
    .flatMap(({ steps, mayAsk }) =>
      asked ? [...steps, ...mayAsk].filter((step) => asked.includes(step)) : steps,
    )
    .map((step) => ({ step, kind: 'rolesUnknown', reason }));
}

function deniedAsked(
  asked: readonly ContainmentStep[] = [],
  allowed: readonly ContainmentStep[],
  { receivedBy = 'unproven' }: ContainedRequest,
): readonly DeniedStep[] {
  return asked
    .filter((step) => !allowed.includes(step))
    .map((step) => ({ step, kind: 'notAllowed', reason: detail('stepNotAllowed', { sender: receivedBy }) }));
}
