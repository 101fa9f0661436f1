import type { PreviewDependencies } from '../../app/preview-message';
import { previewMessage } from '../../app/preview-message';
import { pendingRequests } from '../../app/pending-requests';
import type { ApprovalRequest } from '../../core/approval';
import { compact } from '../../core/compact';
import { ruleNamed } from '../../core/deciding-rule';
import { resultSchema } from '../../messages/result-schema';
import type { CheckReport } from '../../ports/health-check';
import type { Approval } from '../../ports/ledger';
import type { SwitchStore } from '../../ports/switch-store';
import type { ApprovalDesk } from '../approval-desk';
import type { RequestConnection } from '../connected';
import { sendJson } from '../connected';
import type { Found, Preview, RevocationService } from '../service';
import { NotOffered } from '../service';
import type { TenantDesk } from '../tenant-desk';
import { directContainments } from './direct-containments';
import { directDecide } from './direct-decisions';
import type { QuarantineDesk } from './direct-quarantine';
import { directQuarantine } from './direct-quarantine';
import { outcomeOf, waitingOf } from './direct-records';
import { directSwitch } from './direct-switch';
import { directTenants } from './direct-tenants';
import type { Opened } from './opened';
import { openings } from './opened';

/** What the command line connects to without the API, each with its own rights. */
export interface DirectConnections {
  /** Connects to the queue and to a subscription of the results topic. */
  readonly connect: (subscription: string) => Promise<RequestConnection>;
  readonly connectQuarantine: () => Promise<QuarantineDesk>;
  readonly connectApprovals: () => Promise<ApprovalDesk>;
  readonly connectPreview: () => Promise<PreviewDependencies>;
  readonly connectTenants: () => Promise<TenantDesk>;
  readonly connectSwitch: () => Promise<SwitchStore>;
  /** Runs all health checks. */
  readonly checkUp: () => Promise<readonly CheckReport[]>;
  readonly newId: () => string;
  readonly now: () => Date;
}

/** The queues and the ledger of the app, each connected to when it is used first. */
export function directService(connections: DirectConnections, subscription: string): RevocationService {
  const { opened, close } = openings();
  const { newId, now, connectSwitch, checkUp } = connections;
  const requests = opened(() => connections.connect(subscription));
  const desk = opened(connections.connectApprovals);
  return {
    provesCaller: false,
    send: async ({ id, body }) => sendJson((await requests()).requestQueue, id, body),
    async *outcomesOf(requestId, timeoutMs) {
      const { results } = await requests();
      for await (const result of results.outcomes([requestId], timeoutMs)) yield outcomeOf(result);
    },
    ...approvalsOf(desk, { newId, now }),
    ...onlyByTheApi,
    preview: async ({ file, body }, options) => {
      const dependencies = await connections.connectPreview();
      return previewOf(dependencies, compact({ name: file, body, ...options }));
    },
    quarantine: directQuarantine(opened(connections.connectQuarantine), now),
    emergencySwitch: directSwitch(connectSwitch),
    containments: directContainments(requests, newId),
    ...directTenants(connections.connectTenants),
    doctor: checkUp,
    close,
  };
}

type Approvals = Pick<RevocationService, 'pending' | 'find' | 'decide'>;

function approvalsOf(
  desk: Opened<ApprovalDesk>,
  { newId, now }: Pick<DirectConnections, 'newId' | 'now'>,
): Approvals {
  // As they were shown: a decision is on these.
  const shown = new Map<string, ApprovalRequest>();
  const show = (request: ApprovalRequest) => {
    shown.set(request.id, request);
    return waitingOf(request);
  };
  return {
    pending: async () => (await pendingRequests((await desk()).approvals, now())).map(show),
    find: async (ids) => {
      const { approvals } = await desk();
      const findOne = async (id: string): Promise<Found> => {
        const approval = await approvals.find(id);
        const problem = problemOf(approval, now());
        if (problem !== undefined || !approval)
          return { kind: 'not', id, problem: problem ?? 'does not match a pending request.' };
        return { kind: 'waits', waiting: show(approval.request) };
      };
      return Promise.all(ids.map(findOne));
    },
    decide: async ({ approvals, decision, by, asList }) => {
      const requests = approvals.flatMap(({ id }) => shown.get(id) ?? []);
      return directDecide(await desk(), { decision, requests, by, asList }, newId);
    },
  };
}

function problemOf(approval: Approval | undefined, now: Date): string | undefined {
  if (!approval) return undefined;
  const { request, decision } = approval;
  if (decision) {
    const by = decision.by === undefined ? '' : ` by ${decision.by}`;
    return `it was decided already (${decision.decision}${by} at ${decision.at}).`;
  }
  return new Date(request.expiresAt) <= now ? `it expired at ${request.expiresAt}.` : undefined;
}

const notOffered = (what: string): NotOffered =>
  new NotOffered(`${what} is read by the HTTP API: without --direct.`);

const onlyByTheApi: Pick<RevocationService, 'history' | 'requestOutcomes' | 'watch'> = {
  history: () => Promise.reject(notOffered('The history of a user')),
  requestOutcomes: () => Promise.reject(notOffered('What became of a request')),
  watch: () => {
    throw notOffered('What happens now');
  },
};

type Previewed = Parameters<typeof previewMessage>[1];

async function previewOf(
  dependencies: PreviewDependencies,
  {
    receivedBy = 'queue',
    ...message
  }: Omit<Previewed, 'receivedBy'> & Partial<Pick<Previewed, 'receivedBy'>>,
): Promise<Preview> {
  const preview = await previewMessage(dependencies, { ...message, receivedBy });
  if (preview.kind === 'later')
    throw new Error(`${message.name}: cannot be previewed now (${preview.reason}). Try again later.`);
  const { sources, tenantId } = dependencies.policy;
  return {
    receivedBy,
    outcomes: preview.messages.map(({ body }) =>
      outcomeOf(resultSchema.parse(JSON.parse(new TextDecoder().decode(body)))),
    ),
    home: tenantId,
    previews: (sourceRule) => ruleNamed(sourceRule, sources)?.effect === 'whatIf',
  };
}
