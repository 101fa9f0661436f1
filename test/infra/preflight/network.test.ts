import { describe, expect, it } from '@jest/globals';
import type { CommandResult } from '../../../infra/preflight/commands';
import { networkFindings } from '../../../infra/preflight/network-findings';

/** An Azure CLI that answers what Azure would, and remembers what it was asked. */
function azureCli(deployed: string, registration: string, register: { readonly fails?: string } = {}) {
  const asked: string[] = [];
  const az = (args: readonly string[]): CommandResult => {
    const command = args.slice(0, 2).join(' ');
    asked.push(command);
    if (command === 'resource list') return { kind: 'done', output: `${deployed}\n` };
    if (command === 'provider show') return { kind: 'done', output: `${registration}\n` };
    return register.fails === undefined
      ? { kind: 'done', output: '' }
      : { kind: 'failed', problem: register.fails };
  };
  return { az, asked };
}

const planned = (privateNetworking: boolean) => ({
  privateNetworking,
  environmentName: 'prod',
  subscriptionId: 's-1',
});

describe('private networking', () => {
  it.each([
    [true, '', undefined],
    [true, 'Premium', undefined],
    [
      true,
      'Standard',
      'has the tier Standard, which cannot become Premium. Set PRIVATE_NETWORKING back to false',
    ],
    [false, '', undefined],
    [false, 'Standard', undefined],
    [
      false,
      'Premium',
      'has the tier Premium, which cannot become Standard. Set PRIVATE_NETWORKING back to true',
    ],
  ])('is decided by the first deployment: %s on %j', (wanted, deployed, problem) => {
    const { problems } = networkFindings(planned(wanted), azureCli(deployed, 'Registered').az);
    expect(problems).toEqual(problem === undefined ? [] : [expect.stringContaining(problem)]);
  });
  it.each([
    [true, 'NotRegistered', '', ['resource list', 'provider show', 'provider register']],
    [true, 'Unregistered', 'Premium', ['resource list', 'provider show', 'provider register']],
    [true, 'Registered', '', ['resource list', 'provider show']],
    [false, 'NotRegistered', '', ['resource list']],
    [true, 'NotRegistered', 'Standard', ['resource list']],
  ])(
    'registers Microsoft.App where it is wanted and missing, and the deployment can go on: %s, %s, %j',
    (wanted, state, deployed, expected) => {
      const { az, asked } = azureCli(deployed, state);
      networkFindings(planned(wanted), az);
      expect(asked).toEqual(expected);
    },
  );
  it('stops where Microsoft.App cannot be registered, with who can', () => {
    const { az } = azureCli('', 'NotRegistered', { fails: 'AuthorizationFailed' });
    expect(networkFindings(planned(true), az).problems).toEqual([
      'Private networking needs the resource provider Microsoft.App, which could not be registered: AuthorizationFailed. ' +
        'Have an Owner or Contributor of the subscription run az provider register --namespace Microsoft.App.',
    ]);
  });
  it('without the Azure CLI stops, and without private networking only warns', () => {
    const missing = (): CommandResult => ({ kind: 'missing' });
    expect(networkFindings(planned(true), missing).problems).toEqual([
      expect.stringContaining('there is no Azure CLI to register it'),
    ]);
    expect(networkFindings(planned(false), missing)).toEqual({
      problems: [],
      warnings: [expect.stringContaining('is not checked: there is no Azure CLI')],
    });
  });
});
