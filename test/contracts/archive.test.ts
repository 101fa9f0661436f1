import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { TokenCredential } from '@azure/core-auth';
import { lazyArchive } from '../../shared/adapters/archive/lazy-archive';
import { archiveRow } from '../../shared/messages/archive-row';
import type { ArchiveRow } from '../../shared/messages/archive-columns';
import { readTopicMessage } from '../../shared/messages/topic-message';
import { resultMessage } from '../../shared/messages/result-message';
import type { Archive } from '../../shared/ports/archive';
import type { Posted } from '../../shared/ports/poster';
import type { LogIngestion } from '../../local/archive/log-ingestion';
import { LOCAL_RULE, startLogIngestion } from '../../local/archive/log-ingestion';
import { loopbackCertificate } from '../../local/tenant/certificate';
import { Tokens } from '../../local/tenant/tokens';
import { NOW } from '../support/builders';
import { outcomes } from '../support/outcomes';
import { aReminder, lateMethod } from '../support/passed-on-events';
import { inMemoryArchive } from '../twins/in-memory-archive';

const AUDIENCE = 'https://monitor.azure.com';
const tokens = new Tokens();
let ingestion: LogIngestion;
beforeAll(async () => {
  const certificate = await loopbackCertificate();
  setDefaultCACertificates([...getCACertificates('default'), certificate.cert]);
  ingestion = await startLogIngestion({ certificate, tokens });
});
afterAll(() => ingestion.stop());
beforeEach(() => ingestion.answerAll(undefined));

const credential = (resource = AUDIENCE): TokenCredential => ({
  getToken: (scopes) => {
    expect(scopes).toEqual([`${AUDIENCE}/.default`]);
    const { token, expiresAt } = tokens.acquire(resource, undefined);
    return Promise.resolve({ token, expiresOnTimestamp: expiresAt });
  },
});
const real = (resource?: string, ruleId = LOCAL_RULE): Archive =>
  lazyArchive({ endpoint: ingestion.endpoint, ruleId, audience: AUDIENCE }, () => credential(resource), {
    now: () => NOW,
  });

/** Every outcome, and the other events that are passed on, as rows. */
const rows: readonly ArchiveRow[] = [
  ...Object.values(outcomes).map((outcome) => resultMessage(outcome, 'en').body),
  lateMethod('failed'),
  aReminder(),
].map((body) => {
  const read = readTopicMessage(body);
  if (read.kind !== 'event') throw new Error(read.kind);
  return archiveRow(read.event);
});
const [row = {}] = rows;
const written = (one: ArchiveRow): unknown => JSON.parse(JSON.stringify(one));

interface Side {
  readonly archive: () => { readonly archive: Archive; readonly rows: () => readonly ArchiveRow[] };
  readonly refusing: (answer: Extract<Posted, { kind: 'failed' }>) => Archive;
}
const sides: readonly (readonly [string, Side])[] = [
  [
    'Azure Monitor Logs',
    {
      archive: () => {
        const before = ingestion.rows.length;
        return { archive: real(), rows: () => ingestion.rows.slice(before) };
      },
      refusing: ({ reason, retryAfterMs }) => {
        const headers = retryAfterMs && { 'retry-after': String(retryAfterMs / 1000) };
        ingestion.answerAll({ status: Number(reason.slice(5)), ...(headers && { headers }) });
        return real();
      },
    },
  ],
  [
    'the twin',
    {
      archive: () => {
        const archive = inMemoryArchive();
        return { archive, rows: () => archive.rows };
      },
      refusing: (answer) => {
        const archive = inMemoryArchive();
        archive.answer(answer);
        return archive;
      },
    },
  ],
];

describe.each(sides)('the archive: %s', (_name, { archive: start, refusing }) => {
  it('has each event as a row, outcomes of every status, with the columns that the rule declares', async () => {
    const { archive, rows: stored } = start();
    for (const one of rows) expect(await archive.add(one)).toEqual({ kind: 'accepted' });
    expect(stored()).toEqual(rows.map(written));
  });
  it.each<Extract<Posted, { kind: 'failed' }>>([
    { kind: 'failed', reason: 'HTTP 503' },
    { kind: 'failed', reason: 'HTTP 403' },
    { kind: 'failed', reason: 'HTTP 429', retryAfterMs: 30_000 },
  ])('says that it did not take a row, and how long to wait: %j', async (answer) =>
    expect(await refusing(answer).add(row)).toEqual(answer),
  );
});

describe('Azure Monitor Logs', () => {
  it('is called once for each row: the tries are those of the message', async () => {
    let calls = 0;
    ingestion.answerAll({
      get status() {
        calls++;
        return 500;
      },
    });
    await real().add(row);
    expect(calls).toBe(1);
  });
  it('takes no token of another audience, and no rule that does not exist', async () => {
    const answers = [
      await real('https://graph.microsoft.com').add(row),
      await real(AUDIENCE, `dcr-${'f'.repeat(32)}`).add(row),
    ];
    expect(answers).toEqual([
      { kind: 'failed', reason: 'HTTP 401' },
      { kind: 'failed', reason: 'HTTP 404' },
    ]);
  });
  it('that nobody reaches is a failure with its code', async () => {
    const gone = lazyArchive(
      { endpoint: 'https://localhost:1', ruleId: LOCAL_RULE, audience: AUDIENCE },
      credential,
      {
        now: () => NOW,
      },
    );
    expect(await gone.add(row)).toEqual({ kind: 'failed', reason: expect.stringMatching(/^[A-Z_]+$/) });
  });
});

describe('the stand-in', () => {
  it.each<[string, object, string]>([
    ['a column that is not declared', { ...row, More: 'x' }, 'More is not declared'],
    ['a value of another type', { ...row, Verified: 'yes' }, 'Verified is not of the type boolean'],
    ['no time', { OutcomeId: 'o' }, 'a row without TimeGenerated'],
  ])('refuses %s, which Azure would drop in silence', async (_what, one, problem) => {
    expect(await real().add(one)).toEqual({ kind: 'failed', reason: 'HTTP 400' });
    expect(ingestion.refused.at(-1)).toBe(problem);
  });
});
