import { describe, expect, it } from '@jest/globals';
import type { HttpClient } from '@azure/core-rest-pipeline';
import { createHttpHeaders } from '@azure/core-rest-pipeline';
import { sentinelIncidents } from '../../shared/adapters/incidents/sentinel-incidents';
import { xdrIncidents } from '../../shared/adapters/incidents/xdr-incidents';
import { fixedClock } from '../support/fixed-clock';
import { INCIDENT } from '../support/generated-outcomes';

/** The systems, where every call is answered with the same. */
function answering(status: number, bodyAsText: string) {
  const clock = fixedClock();
  const httpClient: HttpClient = {
    sendRequest: (request) =>
      Promise.resolve({ status, bodyAsText, headers: createHttpHeaders({}), request }),
  };
  const credential = {
    getToken: () => Promise.resolve({ token: 't', expiresOnTimestamp: clock.now().getTime() + 3_600_000 }),
  };
  const options = { endpoint: 'https://incidents.example', credential, clock, httpClient };
  const xdr = xdrIncidents({ ...options, random: () => 0, newId: () => 'id' });
  return [xdr.judge('29'), sentinelIncidents(options).judge(INCIDENT)];
}

const FALSE_POSITIVE = { status: 'resolved', classification: 'falsePositive' };
const CLOSED = { status: 'Closed', classification: 'FalsePositive' };

describe('an answer of another form than documented', () => {
  it.each([
    '',
    'null',
    '[]',
    '['.repeat(100_000),
    JSON.stringify({ ...FALSE_POSITIVE, comments: [null], properties: null }),
    JSON.stringify({ ...FALSE_POSITIVE, assignedTo: 5, properties: { ...CLOSED, owner: { email: 5 } } }),
    JSON.stringify({ ...FALSE_POSITIVE, status: ['resolved'], properties: [CLOSED] }),
  ])('is a failure, and no false positive: %#', async (body) => {
    const kinds = (await Promise.all(answering(200, body))).map(({ kind }) => kind);
    expect(kinds).toEqual(['failed', 'failed']);
  });
  it.each([302, 400, 403, 404, 429, 500])(
    '%d without an error says nothing of the incident',
    async (status) => {
      const body = JSON.stringify({ ...FALSE_POSITIVE, properties: CLOSED, value: [] });
      const kinds = (await Promise.all(answering(status, body))).map(({ kind }) => kind);
      expect(kinds).not.toContain('judged');
      expect(kinds[1]).toBe('failed');
    },
  );
});

describe('an id that a system refuses, as a number that is too large', () => {
  it('is of that incident alone', async () => {
    for (const answer of answering(400, JSON.stringify({ error: { code: 'BadRequest' } })))
      expect(await answer).toMatchObject({ kind: 'failed', isOfIncident: true });
  });
});

describe('comments of Microsoft Sentinel', () => {
  it.each([
    ['that end', {}, []],
    [
      'whose pages do not end may hide one of the app',
      { nextLink: 'https://other.example/?page=2' },
      undefined,
    ],
  ])('%s', async (_what, more, commentedAt) => {
    const body = {
      properties: { ...CLOSED, lastModifiedTimeUtc: '2026-11-23T10:30:00Z' },
      value: [],
      ...more,
    };
    const [, sentinel] = answering(200, JSON.stringify(body));
    const judged = await sentinel;
    expect(judged?.kind === 'judged' && judged.state.isFalsePositive).toBe(true);
    expect(judged?.kind === 'judged' && judged.state.commentedAt).toEqual(commentedAt);
  });
});
