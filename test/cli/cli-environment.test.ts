import { expect, it } from '@jest/globals';
import { cliEnvironment } from '../../local/cli-environment';

const stack = { TENANT_ID: 'of the stack', REVOCATION_POLICY: '{}', ALERT_FORMATS: '[]', TENANTS: 'table' };

it('the command line in a clone connects to the local stack', () =>
  expect(cliEnvironment({ PATH: '/bin', TENANT_ID: 'mine' }, stack)).toEqual({ PATH: '/bin', ...stack }));

it.each(['REVOCATION_POLICY', 'ALERT_FORMATS', 'TENANTS'])('%s counts as the user has set it', (name) =>
  expect(cliEnvironment({ [name]: 'mine' }, stack)).toEqual({ ...stack, [name]: 'mine' }),
);
