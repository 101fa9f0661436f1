import { addedFormats } from '../alerts/added-formats';
import type { Format } from '../alerts/format';
import type { FormatSource } from '../alerts/format-source';
import { formatsWith } from '../alerts/formats/registry';
import { native } from '../alerts/native-request';
import { readJson } from './read-json';
import type { Read } from './read';
import { problemsOf, valid } from './read';
import { readAppFile } from './read-app-file';

/**
 * Reads the formats that an operator has added (`ALERT_FORMATS`): a JSON list, each item of which is a format, an object as
 * a file of formats has it, or the path of such a file; or one such object; absent: none.
 *
 * @param appFolder the folder that paths are relative to
 */
export function readAlertFormats(text: string | undefined, appFolder: string): Read<readonly Format[]> {
  const json = readJson(text?.trim() ? text : '[]');
  if (json.kind === 'invalid') return invalid(json.problems.map((problem) => `: ${problem}${hintFor(text)}`));
  const { value } = json;
  if (!Array.isArray(value)) return readFormats([{ kind: 'file', content: value }], []);
  const sources = value.map((item: unknown, n) => sourceOf(item, n, appFolder));
  const readable = sources.flatMap((source) => (source.kind === 'valid' ? [source.value] : []));
  return readFormats(readable, problemsOf(sources));
}

/** @param unreadable problems of the sources that could not be read */
function readFormats(
  sources: readonly FormatSource[],
  unreadable: readonly string[],
): Read<readonly Format[]> {
  const added = addedFormats(sources);
  const problems = [...unreadable, ...(added.kind === 'invalid' ? added.problems : [])];
  return added.kind === 'valid' && problems.length === 0
    ? valid(added.formats)
    : invalid(problems.map((problem) => ` ${problem}`));
}

function sourceOf(item: unknown, n: number, appFolder: string): Read<FormatSource> {
  if (typeof item !== 'string') {
    const isFile = typeof item === 'object' && item !== null && 'formats' in item;
    return valid({ kind: isFile ? 'file' : 'format', path: [n], content: item });
  }
  const text = readAppFile(appFolder, item);
  if (text.kind === 'invalid') return text;
  const content = readJson(text.value.replace(/^\uFEFF/, ''));
  return content.kind === 'invalid'
    ? { kind: 'invalid', problems: content.problems.map((problem) => `${item}: ${problem}`) }
    : valid({ kind: 'file', file: item, content: content.value });
}

function invalid(problems: readonly string[]): Read<never> {
  return { kind: 'invalid', problems: problems.map((problem) => `ALERT_FORMATS${problem}`) };
}

/** A path alone is an easy mistake. */
function hintFor(text: string | undefined): string {
  const path = text?.trim() ?? '';
  return /^[^[{].*\.json$/i.test(path) ? `. Write files as a list: ["${path}"]` : '';
}

/** The names of all formats of messages that can request a revocation. */
export function namesOfFormats(added: Read<readonly Format[]>): readonly string[] {
  return [native, ...formatsWith(added.kind === 'valid' ? added.value : [])].map(({ name }) => name);
}
