import type { Alert } from '../core/request';
import { addedFormats } from '../alerts/added-formats';
import { timePaths } from '../alerts/alert-time';
import type { AlertPaths, FormatDefinition } from '../alerts/format-schema';
import { listOf } from '../alerts/one-or-more';
import type { Reading } from '../alerts/reading';
import { readJson } from '../config/read-json';
import type { Read } from '../config/read';
import type { ExitCode } from './exit-code';
import { exitCode } from './exit-code';
import { readingsOf } from './explain';
import { explanation } from './explanation';
import type { MessageFile } from './message-files';
import { readingsInWords } from './reading-in-words';
import type { Terminal } from './terminal';

/** An alert, and its readings with the formats that are checked. */
interface ReadAlert {
  readonly file: string;
  readonly readings: readonly [Reading, ...Reading[]];
}

/**
 * Checks a file of formats: whether it is valid, how alerts are read with it beside the built-in formats, which of these
 * match the same messages, and whether the paths of an alert's facts find anything.
 */
export function checkFormats(
  file: MessageFile,
  alertFiles: readonly MessageFile[],
  { json, terminal }: { readonly json?: boolean; readonly terminal: Terminal },
): ExitCode {
  const read = readFormats(file);
  if (read.kind === 'invalid') {
    const { problems } = read;
    if (json) terminal.out(JSON.stringify({ file: file.file, valid: false, problems }));
    else for (const problem of problems) terminal.out(problem);
    return exitCode.notDone;
  }
  const { definitions, formats } = read;
  const alerts = alertFiles.map(({ file: name, body }) => ({
    file: name,
    readings: readingsOf(body, { formats }),
  }));
  const findings = [
    ...alerts.flatMap((alert) => misreadings(alert, definitions)),
    ...unfound(alerts, definitions),
  ];
  const names = definitions.map(({ name }) => name);
  if (json) {
    const explained = alerts.map(({ file: name, readings }) => ({
      file: name,
      ...explanation(readings, []),
    }));
    terminal.out(
      JSON.stringify({ file: file.file, valid: true, formats: names, findings, alerts: explained }),
    );
  } else {
    terminal.out(`${file.file}: valid (${names.join(', ')})`);
    for (const { file: name, readings } of alerts) {
      for (const line of readingsInWords(name, readings, { sources: [] })) terminal.out(line);
    }
    for (const finding of findings) terminal.out(finding);
  }
  return findings.length === 0 ? exitCode.done : exitCode.notDone;
}

function readFormats({ file, body }: MessageFile): ReturnType<typeof addedFormats> {
  const json = parseJsonBytes(body);
  return json.kind === 'valid'
    ? addedFormats([{ kind: 'file', file, content: json.value }])
    : { kind: 'invalid', problems: json.problems.map((problem) => `${file}: ${problem}`) };
}

function parseJsonBytes(body: Uint8Array): Read<unknown> {
  try {
    return readJson(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return { kind: 'invalid', problems: ['is not UTF-8'] };
  }
}

/** The items of an alert that none of the formats reads, or more than one. */
function misreadings({ file, readings }: ReadAlert, definitions: readonly FormatDefinition[]): string[] {
  const names = definitions.map(({ name }) => name);
  return readings.flatMap((reading, n) => {
    const where = readings.length === 1 ? file : `${file}, item ${String(n + 1)}`;
    const candidates = reading.kind === 'rejected' ? (reading.candidates ?? []) : [];
    const others = candidates.filter((name) => !names.includes(name));
    if (candidates.length > 0) {
      const remedy =
        others.length === 1
          ? ` Narrow "match", or add "replaces": "${others.join('')}".`
          : ' Narrow "match".';
      return [`${where}: matches ${candidates.join(' and ')}, and would be rejected.${remedy}`];
    }
    const format = formatOf(reading);
    return format !== undefined && names.includes(format)
      ? []
      : [`${where}: does not match any format of the file${format === undefined ? '' : `, but ${format}`}`];
  });
}

const facts = ['id', 'severity', 'createdAt', 'title', 'url'] as const satisfies readonly (keyof Alert)[];

/** The paths of facts that find nothing in any of the alerts that a format reads: they may be mistyped. */
function unfound(alerts: readonly ReadAlert[], definitions: readonly FormatDefinition[]): string[] {
  return definitions.flatMap((definition) => {
    const found = alerts.flatMap(({ readings }) =>
      readings.flatMap((reading) => (formatOf(reading) === definition.name ? (alertOf(reading) ?? []) : [])),
    );
    if (found.length === 0) return [];
    return facts.flatMap((fact) => {
      const paths = pathsOf(definition.alert, fact).map((path) => `\`${path}\``);
      if (paths.length === 0 || found.some((alert) => alert[fact] !== undefined)) return [];
      const what = fact === 'createdAt' ? 'no time' : 'nothing';
      return [`${definition.name}: ${fact}: ${what} was found at ${paths.join(' or ')} in any of the alerts`];
    });
  });
}

function pathsOf({ createdAt, ...others }: AlertPaths, fact: (typeof facts)[number]): readonly string[] {
  if (fact !== 'createdAt') return listOf(others[fact]);
  return createdAt === undefined ? [] : timePaths(createdAt);
}

function formatOf(reading: Reading): string | undefined {
  if (reading.kind === 'request') return reading.request.format;
  return reading.kind === 'decision' ? undefined : reading.format;
}

function alertOf(reading: Reading): Alert | undefined {
  if (reading.kind !== 'request' && reading.kind !== 'nothingToDo') return undefined;
  const alert = reading.kind === 'request' ? reading.request.alert : reading.alert;
  const { uncertainTime } = reading;
  return uncertainTime?.kind === 'withoutZone' ? { ...alert, createdAt: uncertainTime.at } : alert;
}
