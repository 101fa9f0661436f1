/** What the environment says of the terminal: `COLUMNS`, `NO_COLOR`, `FORCE_COLOR` and `TERM`. */
export type TerminalSettings = Readonly<Record<string, string | undefined>>;

const USUAL_WIDTH = 80;

/** The columns of a terminal that reports so many, or none. */
export function widthOf({ COLUMNS = '' }: TerminalSettings, columns: number | undefined): number {
  if (/^[1-9]\d*$/.test(COLUMNS)) return Number(COLUMNS);
  return columns !== undefined && columns > 0 ? columns : USUAL_WIDTH;
}

/** `FORCE_COLOR` comes before `NO_COLOR`, as in Node; empty, neither says anything. */
export function isColoured(
  { FORCE_COLOR = '', NO_COLOR = '', TERM }: TerminalSettings,
  isTTY = false,
): boolean {
  if (FORCE_COLOR !== '') return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return isTTY && NO_COLOR === '' && TERM !== 'dumb';
}
