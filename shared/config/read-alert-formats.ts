import type { AddedFormats } from '../alerts/added-formats';
import { addedFormats } from '../alerts/added-formats';
import type { FormatSource } from '../alerts/format-source';
import { formatsWith } from '../alerts/formats/registry';
import { native } from '../alerts/native-request';
import { parseJson } from './parse-json';
import type { Read } from './read';
import { problemsOf, valid } from './read';
import { readAppFile } from './read-app-file';

/**
 * Reads the formats that an operator has added (`ALERT_FORMATS`): a JSON list, each item of which is a format or the path
 * of a file of formats, or an object as such a file has it; absent: none.
 *
 * @param appFolder the folder that paths are relative to
 */
export function readAlertFormats(text: string | undefined, appFolder: string): AddedFormats {
  const json = parseJson(text?.trim() ? text : '[]');
  if (json === undefined) return invalid([`: is not JSON${hintFor(text)}`]);
  if (!Array.isArray(json)) return labelled(addedFormats([{ kind: 'file', content: json }]));
  const sources = json.map((item: unknown, n) => sourceOf(item, n, appFolder));
  const read = addedFormats(sources.flatMap((source) => (source.kind === 'valid' ? [source.value] : [])));
  const unread = problemsOf(sources);
  if (unread.length === 0) return labelled(read);
  return labelled({ kind: 'invalid', problems: [...unread, ...problemsOf([read])] });
}

function sourceOf(item: unknown, n: number, appFolder: string): Read<FormatSource> {
  if (typeof item !== 'string') return valid({ kind: 'format', path: [n], content: item });
  const text = readAppFile(appFolder, item);
  if (text.kind === 'invalid') return text;
  const content = parseJson(text.value.replace(/^\uFEFF/, ''));
  return content === undefined
    ? { kind: 'invalid', problems: [`${item}: is not JSON`] }
    : valid({ kind: 'file', file: item, content });
}

function labelled(read: AddedFormats): AddedFormats {
  return read.kind === 'valid' ? read : invalid(read.problems.map((problem) => ` ${problem}`));
}

function invalid(problems: readonly string[]): AddedFormats {
  return { kind: 'invalid', problems: problems.map((problem) => `ALERT_FORMATS${problem}`) };
}

/** A path alone is an easy mistake. */
function hintFor(text: string | undefined): string {
  const path = text?.trim() ?? '';
  return /^[^[{].*\.json$/i.test(path) ? `. Write files as a list: ["${path}"]` : '';
}

/** The names of all formats of messages that ask for somebody to be signed out. */
export function namesOfFormats(added: AddedFormats): readonly string[] {
  return [native, ...formatsWith(added.kind === 'valid' ? added.formats : [])].map(({ name }) => name);
}
