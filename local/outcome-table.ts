import type { WriteStream } from 'node:tty';
import type { MethodEvent } from '../shared/messages/method-schema';
import type { Result } from '../shared/messages/result-schema';

/** The row of one outcome: of a sample, or of any other request. */
export interface Row {
  readonly number: string;
  readonly result: Result;
  /** The status that the sample expects; absent: nothing is expected. */
  readonly expected?: string;
  /** The difference from the expected outcome, if there is one. */
  readonly wrong?: string;
  /** Whether the sample expects another outcome, but with other settings than these. */
  readonly isUnjudged?: boolean;
  /** The tenant of the outcome, where it is not the home tenant. */
  readonly tenant?: string;
}

/** An outcome that a sample expects and that has not come. */
export interface MissingRow {
  readonly number: string;
  readonly expected: string;
  readonly user: string;
}

const CALM = new Set(['signedOut', 'signOutPending', 'whatIf']);
const ALARMING = new Set(['failed']);
const RED = 31;
const BOLD = 1;

/** Where a table is written. */
interface TableStream extends Pick<WriteStream, 'write'> {
  readonly isTTY?: boolean;
}

/** Writes outcomes as a table of 80 columns; in color only on a terminal, and not with `NO_COLOR` (no-color.org). */
export function outcomeTable(
  stream: TableStream,
  environment: Readonly<Record<string, string | undefined>>,
): {
  header(): void;
  row(row: Row): void;
  missing(row: MissingRow): void;
  /** The row of a method that answered after the outcome. */
  method(number: string, event: MethodEvent): void;
  line(text: string): void;
} {
  const isColored = stream.isTTY === true && !environment['NO_COLOR'];
  const line = (text: string): void => void stream.write(`${text}\n`);
  const write = (color: number, lines: readonly string[]): void => {
    for (const text of lines) line(isColored ? `\u001b[${String(color)}m${text}\u001b[0m` : text);
  };
  return {
    line,
    header: () => write(BOLD, columns(['', '#', 'outcome', 'expected', 'user'])),
    method: (number, { data: { user, method } }) => {
      const { name, status, detail } = method;
      const cells = ['ok', number, `${name}: ${status}`.padEnd(ACROSS_WIDTH), user.reference];
      write(colorOf(status), [...columns(cells), ...noteLines(detail ?? 'answered later')]);
    },
    missing: ({ number, expected, user }) => write(RED, columns(['NO', number, '(none)', expected, user])),
    row: ({ number, result: { data }, expected = '', wrong, isUnjudged = false, tenant }) => {
      const cells = [
        markOf(wrong, isUnjudged),
        number,
        statusOf(data),
        expected,
        data.user?.reference ?? '-',
      ];
      const notes = [wrong, tenant && `of the tenant ${tenant}`, note(data)].filter(Boolean).join('; ');
      write(wrong === undefined ? colorOf(data.status) : RED, [...columns(cells), ...noteLines(notes)]);
    },
  };
}

/** A status, with the one that a preview predicts. */
export function statusOf({ status, predicted }: Pick<Result['data'], 'status' | 'predicted'>): string {
  return predicted === undefined ? status : `${status}: ${predicted}`;
}

function colorOf(status: string): number {
  if (CALM.has(status)) return 32;
  return ALARMING.has(status) ? RED : 33;
}

function markOf(wrong: string | undefined, isUnjudged: boolean): string {
  if (wrong !== undefined) return 'NO';
  return isUnjudged ? '--' : 'ok';
}

const WIDTH = 80;
const WIDTHS = [2, 2, 22, 22, 0];
/** That of the outcome and of the expected one, of which a late answer has none. */
const ACROSS_WIDTH = 22 + 2 + 22;
const INDENT = ' '.repeat(8);

/** A name that does not fit beside the others has a line of its own. */
function columns(cells: readonly string[]): string[] {
  const text = rowOf(cells);
  if (text.length <= WIDTH) return [text];
  return [rowOf(cells.slice(0, -1)), `${INDENT}${cells.at(-1) ?? ''}`];
}

function rowOf(cells: readonly string[]): string {
  return cells
    .map((cell, index) => cell.padEnd(WIDTHS[index] ?? 0))
    .join('  ')
    .trimEnd();
}

/** A note below its row, on as many lines as it needs. */
function noteLines(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ').filter((one) => one !== '')) {
    const longer = `${lines.at(-1) ?? INDENT.slice(1)} ${word}`;
    if (lines.length > 0 && longer.length > WIDTH) lines.push(`${INDENT}${word}`);
    else lines[Math.max(0, lines.length - 1)] = longer;
  }
  return lines;
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
