import type { WriteStream } from 'node:tty';
import type { MethodEvent } from '../shared/messages/method-schema';
import type { Result } from '../shared/messages/result-schema';

/** The row of one outcome: of a sample, or of any other request. */
export interface Row {
  readonly number: string;
  readonly result: Result;
  /** The difference from the expected outcome, if there is one. */
  readonly wrong?: string;
  /** Whether the sample expects another outcome, but with other settings than these. */
  readonly isUnjudged?: boolean;
}

const CALM = new Set(['signedOut', 'signOutPending', 'whatIf']);
const ALARMING = new Set(['failed']);

/** Writes outcomes as a table; in color only on a terminal. */
export function outcomeTable(stream: Pick<WriteStream, 'write'> & { readonly isTTY?: boolean }): {
  header(): void;
  row(row: Row): void;
  /** The row of a method that answered after the outcome. */
  method(number: string, event: MethodEvent): void;
  line(text: string): void;
} {
  const line = (text: string): void => void stream.write(`${text}\n`);
  const paint = (code: number, text: string): string =>
    stream.isTTY ? `\u001b[${String(code)}m${text}\u001b[0m` : text;
  const color = (status: string): number => {
    if (CALM.has(status)) return 32;
    return ALARMING.has(status) ? 31 : 33;
  };
  return {
    line,
    header: () => line(paint(1, columns(['', '#', 'outcome', 'user', 'what to know']))),
    method: (number, { data: { user, method } }) => {
      const { name, status, detail } = method;
      const cells = ['ok', number, `${name}: ${status}`, user.reference, detail ?? 'answered later'];
      line(paint(color(status), columns(cells)));
    },
    row: ({ number, result: { data }, wrong, isUnjudged = false }) => {
      const status = data.predicted === undefined ? data.status : `${data.status}: ${data.predicted}`;
      const text = columns([
        markOf(wrong, isUnjudged),
        number,
        status,
        data.user?.reference ?? '-',
        note(data),
      ]);
      line(paint(wrong === undefined ? color(data.status) : 31, text));
      if (wrong !== undefined) line(paint(31, `      ${wrong}`));
    },
  };
}

function markOf(wrong: string | undefined, isUnjudged: boolean): string {
  if (wrong !== undefined) return 'NO';
  return isUnjudged ? '--' : 'ok';
}

const WIDTHS = [2, 2, 22, 36, 0];

function columns(cells: readonly string[]): string {
  return cells
    .map((cell, index) => cell.padEnd(WIDTHS[index] ?? 0))
    .join('  ')
    .trimEnd();
}

function note(data: Result['data']): string {
  if (data.effectiveNoLaterThan === undefined) return data.detail ?? '';
  const [first, ...others] = data.methods;
  const attempts = first?.attempts ?? 0;
  return [
    `old tokens end by ${data.effectiveNoLaterThan.slice(11, 16)} UTC`,
    data.verified ? 'verified' : 'not verified',
    ...(attempts > 1 ? [`${String(attempts)} attempts`] : []),
    ...others.map(({ name, status }) => `${name} ${status}`),
  ].join(', ');
}
