import fc from 'fast-check';
import { compact } from '../../shared/core/compact';
import { detail, textDetail } from '../../shared/core/detail';
import type { ApprovalId, OutcomeId } from '../../shared/core/ids';
import { storedId } from '../../shared/core/ids';
import type { MethodResult, Outcome, OutcomeContext, Status } from '../../shared/core/outcome';
import { methodStatuses, statuses } from '../../shared/core/outcome';
import { revocationMethods } from '../../shared/core/revocation-method';
import { bounds } from '../../shared/core/token-life';
import { anyText } from './any-text';
import { TENANT_ID } from './builders';
import { outcomeOf } from './outcomes';
import { userReferences } from './generators';

/** Text as senders write it: also empty, with markup and line breaks. */
export const sentText = fc.oneof(
  anyText,
  fc.constantFrom('', ' ', '<b>x</b>', 'a\nb', '[x](https://evil.example)', '\u202eabc'),
);
const times = fc
  .integer({ min: Date.UTC(2024, 0), max: Date.UTC(2030, 0) })
  .map((ms) => new Date(ms).toISOString());
/** The resource id of an incident of Microsoft Sentinel. */
export const INCIDENT =
  '/subscriptions/0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a55/resourceGroups/soc/providers/Microsoft.OperationalInsights/workspaces/soc-ws/providers/Microsoft.SecurityInsights/Incidents/2b3c4d5e-6f70-4812-9a3b-4c5d6e7f8091';

const ids = fc.stringMatching(/^[0-9a-f]{8,64}$/);

export const methodResults: fc.Arbitrary<MethodResult> = fc
  .record({
    name: fc.constantFrom(...revocationMethods),
    status: fc.constantFrom(...methodStatuses),
    attempts: fc.nat({ max: 9 }),
    requestIds: fc.array(fc.uuid(), { maxLength: 3 }),
    detail: fc.option(sentText.map(textDetail), { nil: undefined }),
  })
  .map((result) => compact(result));

const alerts = fc.record(
  {
    provider: sentText,
    id: sentText,
    title: sentText,
    severity: fc.oneof(fc.constantFrom('Informational', 'low', 'MEDIUM', 'high', 'critical'), sentText),
    url: fc.oneof(fc.webUrl(), sentText),
    createdAt: times,
    firstSeenAt: times,
    incidentId: fc.oneof(fc.constantFrom('29', INCIDENT), sentText),
  },
  { requiredKeys: [] },
);

export const generatedUsers = fc
  .record({
    reference: userReferences,
    id: fc.option(fc.uuid(), { nil: undefined }),
    userPrincipalName: fc.option(fc.emailAddress(), { nil: undefined }),
    userType: fc.option(fc.constantFrom('Member', 'Guest', ''), { nil: undefined }),
  })
  .map((user) => compact(user));

const confirmations = fc
  .record({
    id: ids.map((id) => storedId<ApprovalId>(id)),
    expiresAt: times,
    decision: fc.option(fc.constantFrom('approve' as const, 'decline' as const, 'expire' as const), {
      nil: undefined,
    }),
    by: fc.option(sentText, { nil: undefined }),
    decidedAt: fc.option(times, { nil: undefined }),
  })
  .map((confirmation) => compact(confirmation));

type Context = Omit<OutcomeContext, 'mode'>;

const contexts: fc.Arbitrary<Context> = fc
  .record({
    id: ids.map((id) => storedId<OutcomeId>(id)),
    requestId: fc.stringMatching(/^[\w.-]{1,40}$/),
    tenantId: fc.constant(TENANT_ID),
    reason: fc.option(sentText, { nil: undefined }),
    user: fc.option(generatedUsers, { nil: undefined }),
    alert: fc.option(alerts, { nil: undefined }),
    event: fc.option(sentText, { nil: undefined }),
    sourceRule: fc.option(fc.constantFrom('sources[0]'), { nil: undefined }),
    requestedBy: fc.option(sentText, { nil: undefined }),
    requestedAt: fc.option(times, { nil: undefined }),
    receivedAt: times,
    completedAt: times,
    confirmation: fc.option(confirmations, { nil: undefined }),
    methods: fc.array(methodResults, { maxLength: 2 }),
  })
  .map((context) => compact(context));

const ending = (status: Status) =>
  fc
    .record({ text: sentText, revokedAt: times, bound: fc.constantFrom(...bounds), verified: fc.boolean() })
    .map(({ text, revokedAt, bound, verified }): Partial<Outcome> => {
      if (status === 'signedOut') return { revokedAt, effectiveNoLaterThan: revokedAt, bound, verified };
      if (status === 'signOutPending') {
        return { revokedAt, effectiveNoLaterThan: revokedAt, bound, detail: detail('notBounded') };
      }
      if (status === 'rejected') {
        return { detail: textDetail(text), issues: [{ path: '$', message: 'is not an object' }] };
      }
      return status === 'whatIf' ? { predicted: 'protected' } : { detail: textDetail(text) };
    });

/** Every sort of outcome, with whatever an outcome can hold. */
export const generatedOutcomes: fc.Arbitrary<Outcome> = fc
  .constantFrom(...statuses)
  .chain((status) =>
    fc
      .tuple(contexts, ending(status))
      .map(([context, more]) => ({ ...outcomeOf(status), ...context, ...more }) as Outcome),
  );
