import { expect, it } from '@jest/globals';
import { freedSenders } from '../../shared/core/freed-senders';
import { OTHER_TENANT_ID } from '../support/builders';

const listing = (...sources: string[]) => ({ tenantId: OTHER_TENANT_ID, policy: {}, sources });

it.each([
  ['a sender that nobody lists any more', ['webhook:a', 'queue'], ['queue'], ['webhook:a']],
  ['no sender that is written in another case', ['Webhook:A'], ['webhook:a'], []],
  ['no sender whose kind is listed', ['webhook:a'], ['webhook'], []],
  ['a kind of which only one is listed', ['webhook'], ['webhook:a'], ['webhook']],
  ['a sender whose name only begins alike', ['webhook:ab'], ['webhook:a'], ['webhook:ab']],
  ['a sender once', ['queue', 'queue'], [], ['queue']],
])('a change of connections frees %s', (_what, before, after, freed) =>
  expect(freedSenders([listing(...before)], after.length === 0 ? [] : [listing(...after)])).toEqual(freed),
);
