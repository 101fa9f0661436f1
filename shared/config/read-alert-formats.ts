import type { Format } from '../alerts/format';
import { native } from '../alerts/native-request';
import { alertFormats } from '../alerts/formats/registry';
import { operatorFormats } from '../alerts/operator-formats';
import { parseJson } from './parse-json';

/** Reads the formats that an operator has added (`ALERT_FORMATS`): JSON text; absent: none. */
export function readAlertFormats(
  text: string | undefined,
):
  | { readonly kind: 'valid'; readonly formats: readonly Format[] }
  | { readonly kind: 'invalid'; readonly problems: string[] } {
  const json = parseJson(text ?? '[]');
  if (json === undefined) return { kind: 'invalid', problems: ['ALERT_FORMATS: is not JSON'] };
  const read = operatorFormats(json);
  if (read.kind === 'valid') return read;
  return { kind: 'invalid', problems: read.problems.map((problem) => `ALERT_FORMATS ${problem}`) };
}

/** The names of all formats of messages that ask for somebody to be signed out. */
export function namesOfFormats(added: ReturnType<typeof readAlertFormats>): readonly string[] {
  const operators = added.kind === 'valid' ? added.formats : [];
  return [native, ...alertFormats, ...operators].map(({ name }) => name);
}
