import { beforeEach, describe, expect, it } from '@jest/globals';
import { outcomeTable } from '../../local/outcome-table';
import type { Sample } from '../../local/samples';
import { samplesInOrder } from '../../local/samples-in-order';
import type { SamplesInOrder } from '../../local/samples-in-order';
import type { Status } from '../../shared/core/outcome';
import { resultMessage } from '../../shared/messages/result-message';
import type { Result } from '../../shared/messages/result-schema';
import { resultSchema } from '../../shared/messages/result-schema';
import { outcomeOf } from '../support/outcomes';

function sample(number: string, ...expected: readonly [string, Status][]): Sample {
  const expect = expected.map(([user, status]) => ({ user, status }));
  return { number, about: '', messageId: `sample-${number}`, body: Buffer.from(''), expect };
}
/** The outcome of a sample for a user. */
function outcome(
  number: string,
  user: string,
  status: Status,
  changes: Partial<Result['data']> = {},
): Result {
  const result = resultSchema.parse(
    JSON.parse(Buffer.from(resultMessage(outcomeOf(status), 'en').body).toString()),
  );
  const named = { reference: user };
  return {
    ...result,
    data: { ...result.data, requestId: `sample-${number}`, user: named, status, ...changes },
  };
}

const samples = [
  sample('01', ['avery@contoso.com', 'signOutPending']),
  sample('02', ['blake@contoso.com', 'signOutPending'], ['casey@contoso.com', 'protected']),
  sample('03', ['kendall@contoso.com', 'awaitingConfirmation']),
];
let lines: string[];
beforeEach(() => void (lines = []));
const rowsIn = (): string[] =>
  lines.filter((line) => /^(?:ok|NO|--)/.test(line)).map((line) => line.slice(0, 54));

function started(areJudged = true): SamplesInOrder {
  const stream = { write: (text: string) => lines.push(...text.trimEnd().split('\n')) > 0 };
  const table = outcomeTable(stream, {});
  return samplesInOrder(samples, table, areJudged);
}
const row = (mark: string, number: string, came: string, wanted: string): string =>
  `${mark}  ${number}  ${came.padEnd(22)}  ${wanted.padEnd(22)}`;

describe('the outcomes of samples', () => {
  it('are shown in the order of the samples, whatever order they come in', async () => {
    const inOrder = started();
    inOrder.take(outcome('03', 'kendall@contoso.com', 'awaitingConfirmation'));
    inOrder.take(outcome('02', 'casey@contoso.com', 'protected'));
    expect(rowsIn()).toEqual([]);
    inOrder.take(outcome('01', 'avery@contoso.com', 'signOutPending'));
    expect(rowsIn()).toHaveLength(1);
    inOrder.take(outcome('02', 'blake@contoso.com', 'signOutPending'));
    await inOrder.complete;
    expect(rowsIn()).toEqual([
      row('ok', '01', 'signOutPending', 'signOutPending'),
      row('ok', '02', 'signOutPending', 'signOutPending'),
      row('ok', '02', 'protected', 'protected'),
      row('ok', '03', 'awaitingConfirmation', 'awaitingConfirmation'),
    ]);
    expect(inOrder.end()).toEqual({ received: 4, expected: 4, different: 0 });
  });
  it('that differ are shown beside what was expected, and count', () => {
    const inOrder = started();
    inOrder.take(outcome('01', 'avery@contoso.com', 'failed'));
    expect(rowsIn()).toEqual([row('NO', '01', 'failed', 'signOutPending')]);
    expect(inOrder.end()).toEqual({ received: 1, expected: 4, different: 1 });
  });
  it('that have not come are named at the end', () => {
    const inOrder = started();
    inOrder.take(outcome('02', 'casey@contoso.com', 'protected'));
    inOrder.end();
    expect(rowsIn()).toEqual([
      row('NO', '01', '(none)', 'signOutPending'),
      row('NO', '02', '(none)', 'signOutPending'),
      row('ok', '02', 'protected', 'protected'),
      row('NO', '03', '(none)', 'awaitingConfirmation'),
    ]);
  });
  it('that follow a decision of a person are green, during the samples and after them', () => {
    const inOrder = started();
    inOrder.take(outcome('03', 'kendall@contoso.com', 'awaitingConfirmation'));
    inOrder.take(outcome('03', 'kendall@contoso.com', 'signOutPending'));
    expect(rowsIn()).toEqual([row('ok', '03', 'signOutPending', '')]);
    inOrder.take(outcome('01', 'avery@contoso.com', 'signOutPending'));
    const { different } = inOrder.end();
    inOrder.take(outcome('03', 'kendall@contoso.com', 'signOutPending'));
    expect([different, rowsIn().at(-1)]).toEqual([0, row('ok', '03', 'signOutPending', '')]);
  });
  it('for a user whom a sample does not name are wrong', () => {
    const inOrder = started();
    inOrder.take(outcome('01', 'avery@contoso.com', 'signOutPending'));
    inOrder.take(outcome('01', 'blake@contoso.com', 'signOutPending'));
    expect(rowsIn().at(-1)).toBe(row('NO', '01', 'signOutPending', ''));
    expect(inOrder.end().different).toBe(1);
  });
  it('are not judged with other settings, and are marked', () => {
    const inOrder = started(false);
    inOrder.take(outcome('01', 'avery@contoso.com', 'whatIf', { predicted: 'signOutPending' }));
    expect(rowsIn()).toEqual([row('--', '01', 'whatIf: signOutPending', 'signOutPending')]);
  });
});

describe('a row', () => {
  const shown = (isTTY: boolean, environment: Record<string, string>): string => {
    const written: string[] = [];
    const table = outcomeTable({ isTTY, write: (text: string) => written.push(text) > 0 }, environment);
    const long = 'drew_fabrikam.com#EXT#@contoso.onmicrosoft.com';
    const detail = 'Policy protects this user from being signed out. '.repeat(4);
    table.header();
    table.row({
      number: '04',
      expected: 'whatIf: signOutPending',
      result: outcome('04', long, 'whatIf', { predicted: 'signOutPending', detail }),
      tenant: 'Northwind',
    });
    return written.join('');
  };
  it('fits 80 columns, and keeps every word', () => {
    const text = shown(false, {});
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(text).toContain('drew_fabrikam.com#EXT#@contoso.onmicrosoft.com');
    expect(text.match(/protects/g)).toHaveLength(4);
  });
  it('names the tenant where it is not the home tenant', () =>
    expect(shown(false, {})).toContain('of the tenant Northwind'));
  it('is in color on a terminal, and nowhere with NO_COLOR', () => {
    expect(shown(true, {})).toContain('\u001b[');
    expect(shown(true, { NO_COLOR: '' })).toContain('\u001b[');
    expect(shown(true, { NO_COLOR: '1' })).not.toContain('\u001b[');
    expect(shown(false, {})).not.toContain('\u001b[');
  });
});
