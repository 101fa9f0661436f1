import { describe, expect, it } from '@jest/globals';
import { decisionFields } from '../../shared/alerts/approval-message';
import type { Containment } from '../../shared/core/containment';
import type { FalsePositiveAnswer, LeftReason, IncidentState } from '../../shared/core/false-positive';
import {
  nameOfAccount,
  judgeFalsePositive,
  nameOfIncident,
  namesOfContained,
} from '../../shared/core/false-positive';
import { incidentMarker, incidentOf, isOwnComment, isSameIncident } from '../../shared/core/incident';
import { MAX_INCIDENTS, incidentsToAsk } from '../../shared/core/incidents-to-ask';
import { aContainment, averyId } from '../support/contained';
import { INCIDENT } from '../support/generated-outcomes';

const SWEEP_MS = 10 * 60_000;
const NOW = new Date('2026-11-23T11:00:00.000Z');
const COUNTS = { kind: 'counts' } as const;
const NOT_YET: FalsePositiveAnswer = { kind: 'notYet' };
const left = (reason: LeftReason): FalsePositiveAnswer => ({ kind: 'left', reason });

/** Closed as a false positive at 10:30, by an analyst; the containment began at 10:00. */
const closed: IncidentState = {
  isFalsePositive: true,
  changedAt: '2026-11-23T10:30:00.1234567Z',
  people: ['analyst@contoso.com'],
  commentedAt: [],
};

/** Some fields, of which an incident may lack each. */
type Changed = { readonly [Name in keyof IncidentState]?: IncidentState[Name] | undefined };

const table: readonly (readonly [string, Changed, FalsePositiveAnswer | typeof COUNTS])[] = [
  ['a false positive that has been one for long enough', {}, COUNTS],
  ['one that is open, or classified otherwise', { isFalsePositive: false }, NOT_YET],
  ['one without a time', { changedAt: undefined }, left('undated')],
  ['one whose time cannot be read', { changedAt: 'yesterday' }, left('undated')],
  ['a change five minutes ago', { changedAt: '2026-11-23T10:55:00Z' }, COUNTS],
  ['a change less than five minutes ago', { changedAt: '2026-11-23T10:55:00.001Z' }, NOT_YET],
  ['a change in the future of this clock', { changedAt: '2026-11-23T11:10:00Z' }, NOT_YET],
  ['a change when the containment began', { changedAt: '2026-11-23T10:00:00Z' }, left('classifiedBefore')],
  ['a change before that', { changedAt: '2026-11-22T10:00:00Z' }, left('classifiedBefore')],
  ['a change after a comment of the app', { commentedAt: ['2026-11-23T10:00:04Z'] }, COUNTS],
  ['a change that is the comment', { commentedAt: ['2026-11-23T10:30:00Z'] }, left('ownComment')],
  ['a change that may be the tag', { commentedAt: ['2026-11-23T10:25:00.2Z'] }, left('ownComment')],
  ['a comment whose time is missing', { commentedAt: undefined }, left('ownComment')],
  ['a comment whose time cannot be read', { commentedAt: ['?'] }, left('ownComment')],
  ['a change by the user concerned', { people: ['x', ' AVERY@contoso.com'] }, left('byContained')],
  ['nobody', { people: [] }, COUNTS],
];

describe('an incident', () => {
  it.each(table)('with %s', (_what, changes, answer) => {
    const contained = new Set(namesOfContained(aContainment()));
    const state = { ...closed, ...changes } as IncidentState;
    expect(
      judgeFalsePositive(state, { startedAt: '2026-11-23T10:00:00.000Z', contained }, NOW),
    ).toMatchObject(answer);
  });
  it('says nothing of a containment that has no time', () =>
    expect(judgeFalsePositive(closed, { startedAt: '', contained: new Set() }, NOW)).toEqual(
      left('undated'),
    ));
  it('knows a contained user by each name', () =>
    expect(namesOfContained(aContainment())).toEqual([averyId, 'avery@contoso.com', 'avery@contoso.com']));
  it('is called by its number, or by its workspace and name, and its system', () => {
    expect(nameOfIncident({ system: 'defenderXdr', id: '29' })).toBe('incident 29 (defenderXdr)');
    const id =
      '/subscriptions/0-1/resourcegroups/rg/providers/microsoft.operationalinsights/workspaces/soc/providers/microsoft.securityinsights/incidents/a-b';
    expect(nameOfIncident({ system: 'sentinel', id })).toBe('incident soc/a-b (sentinel)');
  });
  it('has a name that a decision can carry, however long its id is', () => {
    const id = INCIDENT.replace(/(?<=(?:resourceGroups|workspaces)\/)[^/]+/g, 'x'.repeat(90)).replace(
      /[^/]+$/,
      'y'.repeat(64),
    );
    const incident = incidentOf(id);
    expect(incident).toBeDefined();
    const by = incident && nameOfIncident(incident);
    const decision = { confirmation: 'c', decision: 'approve', by };
    expect(decisionFields.safeParse(decision).success).toBe(true);
  });
  it('is another one in another system', () => {
    expect(isSameIncident({ system: 'defenderXdr', id: '29' }, { system: 'defenderXdr', id: '29' })).toBe(
      true,
    );
    expect(isSameIncident({ system: 'defenderXdr', id: '29' }, { system: 'sentinel', id: '29' })).toBe(false);
    expect(isSameIncident({ system: 'defenderXdr', id: '29' }, undefined)).toBe(false);
  });
  it('has comments of the app where they end with a marker', () => {
    expect(isOwnComment(`Signed out. ${incidentMarker('0123456789abcdef0123ffff')}`)).toBe(true);
    expect(isOwnComment('See the session-revoker (session-revoker docs)')).toBe(false);
  });
});

describe('names', () => {
  it('are compared without case, and in one form of Unicode', () =>
    expect(nameOfAccount(' Ame\u0301lie@X ')).toBe(nameOfAccount('am\u00e9lie@x')));
});

describe('the incidents to ask', () => {
  const made = { step: 'disableSignIn', item: { kind: 'signIn', id: averyId }, state: 'made' } as const;
  const policy = { systems: ['defenderXdr', 'sentinel'] as const, recordRetentionMs: 7 * 86_400_000 };
  const asked = (
    changes: Partial<Containment>,
    systems: typeof policy.systems | readonly ['sentinel'] = policy.systems,
  ) =>
    incidentsToAsk(
      [aContainment({ changes: [made], alert: { incidentId: '29' }, ...changes })],
      { ...policy, systems },
      NOW,
    ).map(([system, all]) => [system, all.map(({ incident: { id } }) => id)]);
  it.each([
    ['of Defender XDR', {}, [['defenderXdr', ['29']]]],
    ['of Microsoft Sentinel', { alert: { incidentId: INCIDENT } }, [['sentinel', [INCIDENT.toLowerCase()]]]],
    ['not where the alert names none', { alert: {} }, []],
    ['not where the request had no alert', { alert: undefined }, []],
    ['not where the id is a path', { alert: { incidentId: '29/../30' } }, []],
    ['not while it is being undone', { state: 'restoring' }, []],
    ['not where nothing was changed', { changes: [] }, []],
    ['not where all is final', { changes: [{ ...made, isFinal: true }] }, []],
    ['not where it is as old as records are kept', { startedAt: '2026-11-16T11:00:00.000Z' }, []],
    [
      'also where it is a little younger',
      { startedAt: '2026-11-16T11:00:00.001Z' },
      [['defenderXdr', ['29']]],
    ],
    ['not where its time cannot be read', { startedAt: '?' }, []],
  ] as readonly (readonly [string, Partial<Containment>, unknown])[])('are %s', (_what, changes, ids) =>
    expect(asked(changes)).toEqual(ids),
  );
  it('are those of the systems that policy names', () => expect(asked({}, ['sentinel'])).toEqual([]));
  it('have all containments of each', () => {
    const all = ['a', 'b'].map((requestId) =>
      aContainment({ requestId, changes: [made], alert: { incidentId: '29' } }),
    );
    const [first] = incidentsToAsk(all, policy, NOW);
    expect(first?.[1].map(({ containments }) => containments.map(({ requestId }) => requestId))).toEqual([
      ['a', 'b'],
    ]);
  });
  it('are each read in one of the sweeps that follow each other, in whatever order the ledger has them', () => {
    const all = Array.from({ length: 400 }, (_none, n) =>
      aContainment({ changes: [made], alert: { incidentId: String(n + 1) } }),
    );
    const sweeps = [0, 1, 2].map((n) => {
      const [found] = incidentsToAsk(
        n === 1 ? all.toReversed() : all,
        policy,
        new Date(Number(NOW) + n * SWEEP_MS),
      );
      return (found?.[1] ?? []).map(({ incident: { id } }) => id);
    });
    expect(sweeps.map(({ length }) => length)).toEqual([MAX_INCIDENTS, MAX_INCIDENTS, MAX_INCIDENTS]);
    expect(new Set(sweeps.flat()).size).toBe(400);
  });
});
