import type { Alert } from '../core/request';
import { addedFormats } from '../alerts/added-formats';
import { timePaths } from '../alerts/alert-time';
import type { Format } from '../alerts/format';
import type { AlertPaths, FormatDefinition } from '../alerts/format-schema';
import type { JsonNode } from '../alerts/json-node';
import { listOf } from '../alerts/one-or-more';
import type { Reading } from '../alerts/reading';
import { isOwnAct } from '../alerts/reading';
import { unfoundPaths } from '../alerts/unfound-paths';
import { readJson } from '../config/read-json';
import type { Read } from '../config/read';
import type { ExitCode } from './exit-code';
import { exitCode } from './exit-code';
import type { CheckedFormats, ReadAlert } from './checked-view';
import { checkedView } from './checked-view';
import { readingsOf } from './explain';
import type { MessageFile } from './message-files';
import type { Output } from './output/output';
import { printOne } from './output/print';

/**
 * Checks a file of formats: whether it is valid, how alerts are read with it beside the built-in formats, which of these
 * match the same messages, and whether the paths of facts, names, conditions and the event find anything.
 */
export async function checkFormats(
  { file, body }: MessageFile,
  alertFiles: readonly MessageFile[],
  output: Output,
): Promise<ExitCode> {
  const read = readFormats({ file, body });
  const checked =
    read.kind === 'invalid'
      ? { file, valid: false as const, problems: read.problems }
      : { file, valid: true as const, ...checkedOn(alertFiles, read) };
  await printOne(checked, checkedView, output);
  return checked.valid && checked.findings.length === 0 ? exitCode.done : exitCode.notDone;
}

function checkedOn(
  files: readonly MessageFile[],
  { definitions, formats }: Extract<ReturnType<typeof addedFormats>, { kind: 'valid' }>,
): Omit<Extract<CheckedFormats, { valid: true }>, 'file' | 'valid'> {
  const observed = observedFormats(formats);
  const alerts = files.map(({ file, body }) => ({ file, readings: readingsOf(body, observed) }));
  const { problems, warnings } = unfoundIn(definitions, observed);
  const findings = [
    ...alerts.flatMap((alert) => misreadings(alert, definitions)),
    ...unfound(alerts, definitions),
    ...problems,
  ];
  return { names: definitions.map(({ name }) => name), findings, warnings, alerts };
}

interface Observed {
  readonly formats: readonly Format[];
  /** The alerts that a format has read. */
  readonly alertsOf: (name: string) => readonly JsonNode[];
}

/** Formats that remember the alerts that they read. */
function observedFormats(formats: readonly Format[]): Observed {
  const seen = new Map<string, JsonNode[]>(formats.map(({ name }) => [name, []]));
  const observed = formats.map((format): Format => ({
    ...format,
    read: (alert, context) => {
      seen.get(format.name)?.push(alert);
      return format.read(alert, context);
    },
  }));
  return { formats: observed, alertsOf: (name) => seen.get(name) ?? [] };
}

/** The paths of accounts, conditions and events that find nothing: they may be mistyped. */
function unfoundIn(definitions: readonly FormatDefinition[], { alertsOf }: Observed) {
  const paths = definitions.flatMap((definition) => {
    const { name } = definition;
    const alerts = alertsOf(name);
    return alerts.length === 0 ? [] : unfoundPaths(definition, alerts).map((one) => ({ name, ...one }));
  });
  const texts = (ofProblems: boolean): string[] =>
    paths
      .filter(({ isProblem }) => isProblem === ofProblems)
      .map(({ name, field, path }) => `${name}: ${field}: ${nothingAt([path])}`);
  return { problems: texts(true), warnings: texts(false) };
}

function nothingAt(paths: readonly string[], what = 'nothing'): string {
  return `${what} was found at ${paths.map((path) => `\`${path}\``).join(' or ')} in any of the alerts`;
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

const facts = [
  'id',
  'severity',
  'createdAt',
  'firstSeenAt',
  'title',
  'url',
] as const satisfies readonly (keyof Alert)[];

const WHAT_IS_MISSING: Readonly<Partial<Record<(typeof facts)[number], string>>> = {
  createdAt: 'no time',
  firstSeenAt: 'no time with a zone',
};

/** The paths of facts that find nothing in any of the alerts that a format reads: they may be mistyped. */
function unfound(alerts: readonly ReadAlert[], definitions: readonly FormatDefinition[]): string[] {
  return definitions.flatMap((definition) => {
    const found = alerts.flatMap(({ readings }) =>
      readings.flatMap((reading) => (formatOf(reading) === definition.name ? (alertOf(reading) ?? []) : [])),
    );
    if (found.length === 0) return [];
    return facts.flatMap((fact) => {
      const paths = pathsOf(definition.alert, fact);
      if (paths.length === 0 || found.some((alert) => alert[fact] !== undefined)) return [];
      const what = WHAT_IS_MISSING[fact] ?? 'nothing';
      return [`${definition.name}: ${fact}: ${nothingAt(paths, what)}`];
    });
  });
}

function pathsOf({ createdAt, ...others }: AlertPaths, fact: (typeof facts)[number]): readonly string[] {
  if (fact !== 'createdAt') return listOf(others[fact]);
  return createdAt === undefined ? [] : timePaths(createdAt);
}

function formatOf(reading: Reading): string | undefined {
  if (reading.kind === 'request') return reading.request.format;
  return isOwnAct(reading) ? undefined : reading.format;
}

function alertOf(reading: Reading): Alert | undefined {
  if (reading.kind !== 'request' && reading.kind !== 'nothingToDo') return undefined;
  const alert = reading.kind === 'request' ? reading.request.alert : reading.alert;
  const { uncertainTime } = reading;
  return uncertainTime?.kind === 'withoutZone' ? { ...alert, createdAt: uncertainTime.at } : alert;
}
