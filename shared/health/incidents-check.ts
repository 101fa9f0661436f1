import { INCIDENTS_PERMISSION, INCIDENTS_READ_PERMISSION } from '../adapters/incidents/xdr-incidents';
import type { GraphClient } from '../adapters/graph/graph-client';
import type { Cloud } from '../config/clouds';
import type { Config } from '../config/config';
import { writeDetail } from '../core/detail';
import type { Policy } from '../core/policy';
import type { CheckResult, HealthCheck } from '../ports/health-check';

/**
 * Checks that incidents of the home tenant can learn outcomes, and can be read before a false positive is restored, where policy wants that.
 * Whether the app may read or write an incident of Microsoft Sentinel is known when there is one: which workspace it is in, its alert says.
 */
export function incidentChecks(
  { writeBack }: Pick<Config, 'writeBack'>,
  {
    writeBack: written = [],
    restoreFalsePositives = [],
  }: Pick<Policy, 'writeBack' | 'restoreFalsePositives'>,
  graph: GraphClient,
  cloud: Pick<Cloud, 'lacks'>,
): readonly HealthCheck[] {
  if (!writeBack && written.length === 0 && restoreFalsePositives.length === 0) return [];
  return [
    {
      name: 'incidents',
      run: async () => {
        const isWritten = writeBack !== undefined && written.includes('defenderXdr');
        const isRead = isWritten || restoreFalsePositives.includes('defenderXdr');
        const permission = isWritten ? INCIDENTS_PERMISSION : INCIDENTS_READ_PERMISSION;
        const found = isRead ? await checkIncidents(graph, permission, cloud) : NOT_CHECKED;
        return found.status === 'ok' && !writeBack && written.length > 0 ? SWITCHED_OFF : found;
      },
    },
  ];
}

const SWITCHED_OFF: CheckResult = {
  status: 'warning',
  detail: 'Policy has writeBack, but nothing is written: WRITE_BACK is not true.',
  remedy: 'Deploy with WRITE_BACK (azd provision), which creates the subscription from which the app reads.',
};
const NOT_CHECKED: CheckResult = {
  status: 'ok',
  detail:
    'Policy of the home tenant does not name Defender XDR. Other tenants and Microsoft Sentinel are not checked.',
};
const LACKING: CheckResult = {
  status: 'warning',
  detail: 'Policy names incidents of Defender XDR, which Microsoft does not offer in this cloud.',
  remedy: 'Remove defenderXdr from writeBack and restoreFalsePositives.',
};

async function checkIncidents(
  graph: GraphClient,
  permission: string,
  { lacks }: Pick<Cloud, 'lacks'>,
): Promise<CheckResult> {
  if (lacks.includes('incidents')) return LACKING;
  const answer = await graph({ method: 'GET', path: '/security/incidents?$top=1', permission });
  if (answer.kind === 'ok') return { status: 'ok', detail: 'The app may read incidents of Defender XDR.' };
  return {
    status: 'failed',
    detail:
      answer.kind === 'failed'
        ? writeDetail(answer.failure.detail)
        : 'Graph does not know incidents in this tenant.',
    remedy: `Grant ${permission} to the identity, or remove defenderXdr from writeBack and restoreFalsePositives.`,
  };
}
