import { describe, expect, it } from '@jest/globals';
import { cloudNamed } from '../../shared/config/clouds';
import type { CloudName } from '../../shared/config/clouds';
import type { ContainmentStep } from '../../shared/core/containment-step';
import { checkHealth } from '../../shared/health/check-health';
import { containmentChecks } from '../../shared/health/containment-checks';
import { identityStepChecks } from '../../shared/health/identity-step-checks';
import { failure } from '../../local/tenant/graph-message';
import { STEP_PERMISSIONS } from '../contracts/identity-step-sides';
import type { AnsweredGraph } from '../support/answered-graph';
import { answeredGraph } from '../support/answered-graph';

const STEPS: readonly ContainmentStep[] = ['disableSignIn', 'confirmCompromised', 'identityAccounts'];

function granted(): AnsweredGraph {
  const graph = answeredGraph();
  for (const permission of STEP_PERMISSIONS) graph.tokens.permissions.add(permission);
  return graph;
}

function check({ options, client }: AnsweredGraph, steps = STEPS, cloud: CloudName = 'global') {
  const { endpoint, credential } = options;
  return checkHealth(identityStepChecks({ endpoint, credential, graph: client }, steps, cloudNamed(cloud)));
}

describe('the checks of the steps that change how a user signs in', () => {
  it('are ok with all permissions, and change nothing', async () => {
    const graph = granted();
    const before = JSON.stringify([graph.directory.users, graph.directory.items, graph.directory.identities]);
    expect((await check(graph)).map(({ name, status }) => [name, status])).toEqual(
      STEP_PERMISSIONS.map((permission) => [permission, 'ok']),
    );
    expect(JSON.stringify([graph.directory.users, graph.directory.items, graph.directory.identities])).toBe(
      before,
    );
  });
  it.each(STEP_PERMISSIONS)('name %s when it is missing', async (permission) => {
    const graph = granted();
    graph.tokens.permissions.delete(permission);
    const wrong = (await check(graph)).filter(({ status }) => status !== 'ok');
    expect(wrong.map(({ name, status }) => [name, status])).toEqual([[permission, 'failed']]);
    expect(wrong[0]?.remedy).toContain(permission);
  });
  it('say which product the tenant may lack, where the permission is granted', async () => {
    const graph = granted();
    Object.assign(graph.directory, { hasRiskLicence: false, identities: undefined });
    const wrong = (await check(graph)).filter(({ status }) => status !== 'ok');
    expect(wrong.map(({ detail }) => detail)).toEqual([
      'Granted, but Microsoft Graph still denies the call: the tenant may lack Entra ID P2.',
      'Granted, but Microsoft Graph still denies the call: the tenant may lack Defender for Identity.',
    ]);
  });
  it('say what Graph answers when it fails', async () => {
    const graph = granted();
    graph.faults.add({ path: 'confirmCompromised', answer: failure(503, 'Unavailable', ''), times: 9 });
    const wrong = (await check(graph)).filter(({ status }) => status !== 'ok');
    expect(wrong).toMatchObject([{ status: 'failed', detail: expect.stringContaining('503') }]);
  });
  it('warn of steps that the cloud does not offer, and do not try them', async () => {
    const graph = granted();
    const reports = await check(graph, STEPS, 'china');
    expect(reports.map(({ name, status }) => [name, status])).toEqual([
      ['User.EnableDisableAccount.All', 'ok'],
      ['step confirmCompromised', 'warning'],
      ['step identityAccounts', 'warning'],
    ]);
    expect(graph.calls).toHaveLength(1);
  });
});

it('checks are made for the steps that policy names or lets a request ask for, and for no others', () => {
  const { options, client } = granted();
  const { endpoint, credential } = options;
  const names = (containment: Parameters<typeof containmentChecks>[1]['containment']) =>
    containmentChecks(
      { endpoint, credential, graph: client },
      containment ? { containment } : {},
      cloudNamed('global'),
    ).map(({ name }) => name);
  expect(names(undefined)).toEqual([]);
  expect(names([{ steps: ['disableSignIn'], mayAsk: ['disableDevices'], when: {}, lookBackMs: 0 }])).toEqual(
    expect.arrayContaining(['User.EnableDisableAccount.All', 'Device.ReadWrite.All']),
  );
});

it('a permission is to be granted to the identity that makes the calls', async () => {
  const graph = granted();
  graph.tokens.permissions.delete('User.EnableDisableAccount.All');
  graph.tokens.permissions.delete('Device.ReadWrite.All');
  const { options, client } = graph;
  const { endpoint, credential } = options;
  const own = { endpoint, credential, graph: client };
  const remedies = async (ofSteps?: Pick<typeof own, 'credential' | 'graph'>) => {
    const policy = {
      containment: [{ steps: ['disableSignIn', 'disableDevices'], mayAsk: [], when: {}, lookBackMs: 0 }],
    } as const;
    const checks = containmentChecks({ ...own, ofSteps }, policy, cloudNamed('global'));
    const missing = (await checkHealth(checks)).filter(({ status }) => status === 'failed');
    return missing.map(({ remedy }) => remedy?.replace(/^.* Microsoft Graph /, ''));
  };
  expect(await remedies()).toEqual(['to the identity.', 'to the identity.']);
  expect(await remedies({ credential, graph: client })).toEqual([
    'to the identity of CONTAINMENT_CLIENT_ID.',
    'to the identity of CONTAINMENT_CLIENT_ID.',
  ]);
});
