import type { Format } from '../alerts/format';
import { native } from '../alerts/native-request';
import { alertFormats } from '../alerts/formats/registry';
import { operatorFormats } from '../alerts/operator-formats';
import { parseJson } from './parse-json';
import type { Read } from './read';
import { valid } from './read';

/** Reads the formats that an operator has added (`ALERT_FORMATS`): JSON text; absent: none. */
export function readAlertFormats(text: string | undefined): Read<readonly Format[]> {
  const json = parseJson(text ?? '[]');
  if (json === undefined) return { kind: 'invalid', problems: ['ALERT_FORMATS: is not JSON'] };
  const read = operatorFormats(json);
  if (read.kind === 'valid') return valid(read.formats);
  return { kind: 'invalid', problems: read.problems.map((problem) => `ALERT_FORMATS ${problem}`) };
}

/** The names of all formats of messages that can request a revocation. */
export function namesOfFormats(added: Read<readonly Format[]>): readonly string[] {
  const operators = added.kind === 'valid' ? added.value : [];
  return [native, ...alertFormats, ...operators].map(({ name }) => name);
}
