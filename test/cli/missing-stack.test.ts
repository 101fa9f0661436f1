import { expect, it } from '@jest/globals';
import { missingStack } from '../../local/missing-stack';

const nothing = { PATH: '/bin' };

it.each([
  ['pending', 2, nothing, true],
  ['doctor', 1, nothing, true],
  ['pending', 0, nothing, false],
  ['explain', 2, nothing, false],
  ['formats', 2, nothing, false],
  ['pending', 2, { ServiceBusConnection: 'Endpoint=sb://x' }, false],
  ['pending', 2, { ServiceBusConnection__fullyQualifiedNamespace: 'x' }, false],
] as const)(
  'in a clone, %s that ends with %i in %j asks for npm start: %s',
  (command, status, environment, asks) =>
    expect(missingStack([command, '--json'], status, environment)).toEqual(
      asks ? expect.stringContaining('is `npm start` running?') : undefined,
    ),
);
