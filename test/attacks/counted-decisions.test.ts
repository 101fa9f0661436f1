import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { processMessage } from '../../shared/app/process-message';
import { provenDecisionId, storedId } from '../../shared/core/ids';
import type { ApprovalId } from '../../shared/core/ids';
import { aMessage } from '../support/app';
import { aPerson, apiOfTwins } from '../support/api';
import { NOW, OTHER_TENANT_ID, aPolicy } from '../support/builders';
import { expectEqual } from '../support/equal';

const lead = aPerson('lead', 'read', 'approve');
const other = aPerson('other', 'read', 'approve');
/** Who calls, by their tokens. The first two may decide, the others may not. */
const known = {
  lead,
  // The same person, whose id the token writes otherwise.
  again: { ...lead, objectId: lead.objectId.toUpperCase() },
  other,
  self: aPerson('avery', 'read', 'approve'),
  requester: aPerson('soc', 'request', 'read', 'approve'),
  analyst: aPerson('blake', 'read', 'request'),
  stale: { ...other, signedInAt: new Date(NOW.getTime() - 3_600_000) },
  foreign: { ...other, tenantId: OTHER_TENANT_ID },
  stranger: { ...other, objectId: '99999999-3c52-4f0e-8a41-5d6c7e8f9b01' },
} as const;
const persons: Readonly<Partial<Record<Token, string>>> = { lead: 'lead', again: 'lead', other: 'other' };
type Token = keyof typeof known | 'forged';

/** The API, where a quorum of two decides on two requests of `requester`: for avery, and for x. */
async function waiting() {
  const approvals = { ...aPolicy().approvals, proof: 'required' as const, quorum: 2 };
  const side = apiOfTwins({ approvals }, known);
  for (const user of ['avery@contoso.com', 'x@contoso.com']) {
    await side.call('POST', 'requests', { token: 'requester', body: { user, confirm: true } });
  }
  await side.drain();
  const { body } = await side.call('GET', 'approvals', { token: 'lead' });
  const items = body['value'] as { id: string; digest: string; user: { userPrincipalName: string } }[];
  const of = (name: string) => items.find(({ user }) => user.userPrincipalName.startsWith(name));
  return { ...side, target: of('avery') ?? { id: '', digest: '' }, decoy: of('x') ?? { id: '', digest: '' } };
}
type Scene = Awaited<ReturnType<typeof waiting>>;

interface Step {
  readonly token: Token;
  readonly verb: 'approve' | 'withdraw';
  readonly digest: 'shown' | 'ofAnother' | 'none' | 'cut';
  /** One at a time, or as a list. */
  readonly isList: boolean;
  /** How often the very same call is made. */
  readonly times: number;
}
const step: fc.Arbitrary<Step> = fc.record({
  token: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom<Token>('lead', 'again', 'other') },
    fc.constantFrom<Token>('self', 'requester', 'analyst', 'stale', 'foreign', 'stranger', 'forged'),
  ),
  verb: fc.oneof({ weight: 3, arbitrary: fc.constant('approve') }, fc.constant('withdraw')),
  digest: fc.oneof(
    { weight: 3, arbitrary: fc.constant('shown') },
    fc.constantFrom('ofAnother', 'none', 'cut'),
  ),
  isList: fc.boolean(),
  times: fc.integer({ min: 1, max: 3 }),
});

async function call({ target, decoy, ...side }: Scene, { token, verb, digest, isList, times }: Step) {
  const digests = { shown: target.digest, ofAnother: decoy.digest, none: '', cut: target.digest.slice(1) };
  const about = { digest: digests[digest] };
  for (let n = 0; n < times; n++) {
    side.clock.advance(2_000);
    if (isList && verb === 'approve') {
      const approvals = [{ id: target.id, ...about }];
      await side.call('POST', 'approvals', { token, body: { decision: verb, approvals } });
    } else {
      await side.call('POST', `approvals/${target.id}`, { token, body: { decision: verb, ...about } });
    }
  }
}

/** The persons whose approval counts after a call, as the pages have it: of one who may decide, on what is shown, until taken back. */
function after(voters: ReadonlySet<string>, { token, verb, digest }: Step): ReadonlySet<string> {
  const person = persons[token];
  if (person === undefined) return voters;
  const without = new Set([...voters].filter((one) => one !== person));
  if (verb === 'withdraw') return digest === 'shown' || digest === 'ofAnother' ? without : voters;
  return digest === 'shown' ? new Set([...without, person]) : voters;
}

/** What comes by the queue in the name of somebody who may decide; some of it is written as the app's own message. */
const byQueue = fc.record({
  by: fc.constantFrom('lead@contoso.com', other.objectId, lead.objectId),
  verb: fc.constantFrom('approve' as const, 'decline' as const),
  isCopyOfOwn: fc.boolean(),
});
type Queued = typeof byQueue extends fc.Arbitrary<infer Value> ? Value : never;

async function send({ dependencies, target }: Scene, { by, verb, isCopyOfOwn }: Queued): Promise<void> {
  const own = provenDecisionId(storedId<ApprovalId>(target.id), verb, by);
  const messageId = isCopyOfOwn ? own : `m-${by}-${verb}`;
  await processMessage(
    dependencies,
    aMessage({ confirmation: target.id, decision: verb, by }, {}, { messageId }),
  );
}

describe('over HTTP and the queue, in any order, a request is approved', () => {
  it('when two people who may decide approve what is shown, and at no call before', async () => {
    const steps = fc.array(fc.oneof({ weight: 5, arbitrary: step }, byQueue), {
      minLength: 1,
      maxLength: 10,
    });
    let approved = 0;
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const scene = await waiting();
        let voters: ReadonlySet<string> = new Set();
        for (const one of all) {
          if (voters.size === 2) break;
          if ('by' in one) await send(scene, one);
          else {
            await call(scene, one);
            voters = after(voters, one);
          }
          await scene.drain();
          expectEqual(scene.tenant.revoked.length, voters.size === 2 ? 1 : 0);
        }
        if (voters.size === 2) approved++;
        // Everything comes once more.
        for (const one of all) await ('by' in one ? send(scene, one) : call(scene, one));
        await scene.drain();
        expectEqual(scene.tenant.revoked.length <= 1, true);
        const { votes = [] } = (await scene.dependencies.ledger.approvals.find(scene.decoy.id)) ?? {};
        expectEqual(votes, []);
      }),
      { numRuns: 60 },
    );
    expect(approved).toBeGreaterThan(0);
  });
});
