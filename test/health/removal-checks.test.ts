import { describe, expect, it } from '@jest/globals';
import { checkHealth } from '../../shared/health/check-health';
import { removalChecks } from '../../shared/health/removal-checks';
import { containmentSteps, removalSteps } from '../../shared/core/containment-step';
import type { ContainmentStep } from '../../shared/core/containment-step';
import type { CheckReport } from '../../shared/ports/health-check';
import { fillAccount, stateOf } from '../contracts/containment-removal-sides';
import type { AnsweredGraph } from '../support/answered-graph';
import { answeredGraph, removalPermissions } from '../support/answered-graph';

function check(graph: AnsweredGraph, steps: readonly ContainmentStep[]): Promise<readonly CheckReport[]> {
  const { options, client } = graph;
  const { endpoint, credential } = options;
  return checkHealth(removalChecks({ endpoint, credential, graph: client }, steps));
}

describe('the checks of the steps that remove', () => {
  it('are ok with all permissions, and change nothing', async () => {
    const graph = answeredGraph();
    fillAccount(graph.directory);
    const before = stateOf(graph.directory);
    const reports = await check(graph, removalSteps);
    expect(reports.map(({ name, status }) => [name, status])).toEqual([
      ['UserAuthenticationMethod.ReadWrite.All', 'ok'],
      ['DelegatedPermissionGrant.ReadWrite.All', 'ok'],
      ['AppRoleAssignment.ReadWrite.All', 'ok'],
      ['Device.ReadWrite.All', 'ok'],
      ['AuditLog.Read.All', 'ok'],
      ['IdentityRiskyUser.Read.All', 'ok'],
    ]);
    expect(stateOf(graph.directory)).toEqual(before);
  });
  it('name each permission that is missing, as a failure or, where less is done without it, as a warning', async () => {
    const found: Record<string, string> = {};
    for (const permission of removalPermissions) {
      const graph = answeredGraph();
      graph.tokens.permissions.delete(permission);
      const wrong = (await check(graph, removalSteps)).filter(({ status }) => status !== 'ok');
      expect(wrong.map(({ name }) => name)).toEqual([permission]);
      expect(wrong[0]?.remedy).toContain(permission);
      found[permission] = wrong[0]?.status ?? '';
    }
    expect(found).toEqual({
      'UserAuthenticationMethod.ReadWrite.All': 'failed',
      'DelegatedPermissionGrant.ReadWrite.All': 'failed',
      'AppRoleAssignment.ReadWrite.All': 'warning',
      'Device.ReadWrite.All': 'failed',
      'AuditLog.Read.All': 'failed',
      'IdentityRiskyUser.Read.All': 'warning',
    });
  });
  it('are those of the steps that policy names', async () => {
    const names = async (...steps: readonly ContainmentStep[]): Promise<readonly string[]> =>
      (await check(answeredGraph(), steps)).map(({ name }) => name);
    expect(await names()).toEqual([]);
    expect(await names('disableSignIn')).toEqual(['AuditLog.Read.All', 'IdentityRiskyUser.Read.All']);
    expect(await names('disableDevices')).toContain('Device.ReadWrite.All');
    expect(await names(...containmentSteps)).toHaveLength(removalPermissions.length);
  });
  it('without consents to remove, the audit log is optional', async () => {
    const graph = answeredGraph();
    graph.tokens.permissions.delete('AuditLog.Read.All');
    const reports = await check(graph, ['removeAuthenticationMethods']);
    expect(reports.find(({ name }) => name === 'AuditLog.Read.All')?.status).toBe('warning');
  });
});
