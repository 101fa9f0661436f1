import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { removalMethods } from '../../../shared/adapters/containment/removal-methods';
import { isSameScope, narrowed } from '../../../shared/adapters/containment/scopes';
import type { ContainmentMethod } from '../../../shared/ports/containment-method';
import type { StoredAuditEvent, StoredConsent } from '../../../local/tenant/account-items';
import { LATER, SINCE, aCall, aConsent, aTarget, consented, granted } from '../../support/account-items';
import type { AnsweredGraph } from '../../support/answered-graph';
import { answeredGraph } from '../../support/answered-graph';
import { expectEqual } from '../../support/equal';

const WIDENED = aConsent('widened', { scope: 'User.Read Mail.Read Mail.Send' });

function given(
  consent: StoredConsent,
  ...events: readonly StoredAuditEvent[]
): AnsweredGraph & {
  readonly step: ContainmentMethod;
} {
  const graph = answeredGraph();
  graph.directory.items.consents.push(consent);
  graph.directory.items.auditEvents.push(...events);
  return Object.assign(graph, { step: removalMethods(graph.client, graph.clock).removeConsents });
}

const scopes = ({ directory }: AnsweredGraph): readonly string[] =>
  directory.items.consents.map(({ scope }) => scope);

describe('a consent that was given more scopes since', () => {
  it.each<[string, StoredAuditEvent[], readonly string[], string]>([
    ['loses these alone', [consented(WIDENED, SINCE, 'User.Read')], ['User.Read'], 'contained'],
    [
      'loses these alone, by the entry for a grant',
      [granted(WIDENED, SINCE, 'User.Read')],
      ['User.Read'],
      'contained',
    ],
    [
      'goes back to what it was before the first of several entries',
      [consented(WIDENED, LATER, 'User.Read Mail.Read'), consented(WIDENED, SINCE, 'Mail.Read')],
      ['Mail.Read'],
      'contained',
    ],
    [
      'gets no scope back that was taken away since',
      [consented(WIDENED, SINCE, 'Files.Read User.Read')],
      ['User.Read'],
      'contained',
    ],
    [
      'stays when it has none of the added ones any more',
      [consented(WIDENED, SINCE, 'Mail.Send Mail.Read User.Read Files.Read')],
      [WIDENED.scope],
      'unchanged',
    ],
    [
      'stays when the entry does not state its scopes before',
      [
        {
          ...consented(WIDENED, SINCE, 'User.Read'),
          targetResources: [
            {
              id: WIDENED.clientId,
              modifiedProperties: [
                {
                  displayName: 'ConsentAction.Permissions',
                  oldValue: null,
                  newValue: `"[[Id: widened, ClientId: x]] => [[Id: widened, ClientId: x]]; "`,
                },
              ],
            },
          ],
        },
      ],
      [WIDENED.scope],
      'unchanged',
    ],
  ])('%s', async (_name, events, left, kind) => {
    const graph = given(WIDENED, ...events);
    const foreseen = await graph.step.foresee(aTarget());
    const answer = await graph.step.contain(aTarget(), aCall());
    expect(answer.kind).toBe(kind);
    expect(scopes(graph)).toEqual(left);
    expect(foreseen).toMatchObject({
      changes: answer.changed.map((change) => ({ ...change, state: 'intended' })),
      kept: answer.kept,
    });
    const again = await graph.step.contain(aTarget({ noted: answer.changed }), aCall());
    expect(again.changed).toEqual(answer.changed);
    await graph.step.restore(aTarget(), answer.changed, aCall());
    expect(scopes(graph)).toEqual([WIDENED.scope]);
  });

  it('is noted with the scopes that it had, also by a second call after a lost answer', async () => {
    const graph = given(WIDENED, consented(WIDENED, SINCE, 'User.Read'));
    graph.faults.add({ method: 'PATCH', times: 1, answer: 'drop', takesEffect: true });
    graph.faults.add({ method: 'PATCH', times: 5, answer: 'drop' });
    const first = await graph.step.contain(aTarget(), aCall());
    expect(first.changed.map(({ state }) => state)).toEqual(['intended']);
    const second = await graph.step.contain(aTarget({ noted: first.changed }), aCall());
    expect(second).toMatchObject({
      kind: 'contained',
      changed: [{ before: { scope: WIDENED.scope, narrowedTo: 'User.Read' }, state: 'made' }],
    });
  });
  it.each<[string, readonly StoredConsent[]]>([
    ['that somebody has changed', [{ ...WIDENED, scope: 'User.Read Files.Read' }]],
    ['that somebody has removed', []],
  ])('is not ours to widen again %s', async (_name, since) => {
    const graph = given(WIDENED, consented(WIDENED, SINCE, 'User.Read'));
    const { changed } = await graph.step.contain(aTarget(), aCall());
    graph.directory.items.consents = [...since];
    const answer = await graph.step.restore(aTarget(), changed, aCall());
    expect(answer.changed.map(({ state }) => state)).toEqual(['notOurs']);
    expect(graph.directory.items.consents).toEqual(since);
  });
});

describe('scopes', () => {
  const scope = fc
    .array(fc.constantFrom('Mail.Read', 'Mail.Send', 'User.Read', 'offline_access', 'Files.Read'))
    .map((all) => all.join(' '));
  const setOf = (text: string | undefined): ReadonlySet<string> =>
    new Set((text ?? '').split(' ').filter((one) => one !== ''));
  it('that are left are those that were there before and are there now', () => {
    fc.assert(
      fc.property(scope, scope, (now, earlier) => {
        const left = narrowed(now, earlier);
        expectEqual(setOf(left), new Set([...setOf(now)].filter((one) => setOf(earlier).has(one))));
        expectEqual(left === undefined, setOf(left).size === 0);
      }),
    );
  });
  it('are the same in any order, and not with one more', () => {
    fc.assert(
      fc.property(scope, (one) => {
        const other = one.split(' ').toReversed().join('  ');
        expectEqual([isSameScope(one, ` ${other}`), isSameScope(one, `${one} Other.Read`)], [true, false]);
      }),
    );
  });
});
