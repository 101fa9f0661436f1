import { INCIDENTS_PERMISSION } from '../adapters/incidents/xdr-incidents';
import type { GraphClient } from '../adapters/graph/graph-client';
import type { Cloud } from '../config/clouds';
import type { Config } from '../config/config';
import { writeDetail } from '../core/detail';
import type { Policy } from '../core/policy';
import type { CheckResult, HealthCheck } from '../ports/health-check';

/**
 * Checks that incidents of the home tenant can learn outcomes, where policy wants that. Whether the app may write to an incident of
 * Microsoft Sentinel is known when there is one: which workspace it is in, its alert says.
 */
export function writeBackChecks(
  { writeBack }: Pick<Config, 'writeBack'>,
  policy: Pick<Policy, 'writeBack'>,
  graph: GraphClient,
  cloud: Pick<Cloud, 'lacks'>,
): readonly HealthCheck[] {
  const systems = policy.writeBack ?? [];
  if (!writeBack && systems.length === 0) return [];
  return [
    {
      name: 'incidents',
      run: async () => {
        if (!writeBack) return SWITCHED_OFF;
        if (!systems.includes('defenderXdr')) return NOT_CHECKED;
        return cloud.lacks.includes('incidents') ? LACKING : checkIncidents(graph);
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
    'Policy of the home tenant does not write to Defender XDR. Other tenants and Microsoft Sentinel are not checked.',
};
const LACKING: CheckResult = {
  status: 'warning',
  detail: 'Policy writes to incidents of Defender XDR, which Microsoft does not offer in this cloud.',
  remedy: 'Remove defenderXdr from writeBack.',
};

async function checkIncidents(graph: GraphClient): Promise<CheckResult> {
  const path = '/security/incidents?$top=1';
  const answer = await graph({ method: 'GET', path, permission: INCIDENTS_PERMISSION });
  if (answer.kind === 'ok') return { status: 'ok', detail: 'The app may read incidents of Defender XDR.' };
  return {
    status: 'failed',
    detail:
      answer.kind === 'failed'
        ? writeDetail(answer.failure.detail)
        : 'Graph does not know incidents in this tenant.',
    remedy: `Grant ${INCIDENTS_PERMISSION} to the identity, or remove defenderXdr from writeBack.`,
  };
}
