import { MAX_BODY_BYTES } from '../../shared/alerts/json-document';
import { readMessage } from '../../shared/alerts/read-message';
import { averyAccount as account } from '../fixtures/alerts/alert-fixture';
import { alertFixtures } from '../fixtures/alerts/all';
import { envelopeShapes, shapesOf } from './intake-shapes';
import type { Shapes, ShapeTime } from './reading-time';
import { cpuMs, filled, ratioOfWork, shapeTimes } from './reading-time';

// What `npm run bench:intake` runs: how many alerts of each format are read in a second, and how long the worst that
// anybody can send takes: of the largest body, and of 256 KB, the most that the standard tier takes, in every format and
// envelope, with the ratio to 64 KB. Times are CPU times of a process that has read such messages before.

const WARM_UP = 500;
const TIMES = 3000;
/** The aims. */
const MAX_MS = 50;
const MAX_RATIO = 5;
const context = { fallbackId: 'message-1' };

function perSecond(body: Uint8Array): number {
  for (let n = 0; n < WARM_UP; n++) readMessage(body, context);
  const startedAt = performance.now();
  for (let n = 0; n < TIMES; n++) readMessage(body, context);
  return (TIMES / (performance.now() - startedAt)) * 1000;
}

const deep = (depth: number, inner: string): string => '{"a":'.repeat(depth) + inner + '}'.repeat(depth);
const list = (count: number, item: (n: number) => string): string =>
  `[${Array.from({ length: count }, (_, n) => item(n)).join(',')}]`;
const object = (count: number, value: string): string =>
  `{${Array.from({ length: count }, (_, n) => `"key_${String(n)}":${value}`).join(',')}}`;

const CEF = 'CEF:0|Acme|SIEM|1|7|Theft|8|';

const worst: readonly (readonly [string, (count: number) => string])[] = [
  ['an object of many keys', (count) => object(count, '1')],
  ['a list of numbers', (count) => list(count, String)],
  ['a list of objects', (count) => list(count, (n) => `{"id":"${String(n)}"}`)],
  ['50 deep, with a list in it', (count) => deep(50, list(count, String))],
  ['a long text', (count) => JSON.stringify({ text: 'x'.repeat(count) })],
  [
    'text that opens like JSON',
    (count) => JSON.stringify({ Entities: '['.repeat(count), SystemAlertId: 'a' }),
  ],
  [
    'an incident with many entities',
    (count) =>
      `{"objectSchemaType":"Incident","object":{"properties":{"relatedEntities":${list(count, (n) => `{"kind":"Account","properties":{"accountName":"u${String(n)}"}}`)}}}}`,
  ],
  [
    'an alert with many accounts',
    (count) =>
      `{"SystemAlertId":"a","Entities":${list(count, (n) => `{"Type":"account","Name":"u${String(n)}","NTDomain":"D"}`)}}`,
  ],
  ['a request of many fields', (count) => `{"user":"a@b.c",${object(count, '1').slice(1)}`],
  ['a batch', (count) => list(1000, () => object(Math.ceil(count / 1000), '1'))],
  ['a request with many users', (count) => `{"users":${list(count, (n) => `"u${String(n)}@contoso.com"`)}}`],
  ['an event of one long text', (count) => `${CEF}msg=${'a \\n'.repeat(count)}`],
  ['an event of many fields', (count) => `${CEF}${'a= '.repeat(count)}`],
  ['lines of events', (count) => `${CEF}\n`.repeat(count)],
  ['JSON in text in text', (count) => JSON.stringify(JSON.stringify(object(count, '{"b":1}')))],
];

console.log('alerts read per second');
for (const { format, alert } of alertFixtures) {
  const body = Buffer.from(JSON.stringify(alert([account])));
  console.log(`  ${format.padEnd(26)} ${perSecond(body).toFixed(0).padStart(8)}`);
}
console.log(`\nCPU time of one message, aim at most 50 ms`);
for (const [what, of] of worst) {
  const body = filled(of, MAX_BODY_BYTES);
  const size = `${(body.length / 1024).toFixed(0)} KB`;
  console.log(`  ${what.padEnd(32)} ${size.padStart(8)} ${cpuMs(body).toFixed(1).padStart(7)} ms`);
}

const wrapped = alertFixtures.find(({ format }) => format === 'securityAlert')?.alert([account]);
const growing = [
  ...alertFixtures.map((fixture) => [fixture.format, shapesOf(fixture)] as const),
  ...envelopeShapes(wrapped),
];
console.log(
  '\nCPU time of one message of 256 KB, aim at most 50 ms; ratio to 64 KB, aim at most 5 (linear is 4)',
);
const measured = growing.map(([name, shapes]) => {
  const times = shapeTimes(shapes).map((time) => withWork(time, shapes));
  console.log(`  ${name.padEnd(30)}${lineOf(times)}`);
  return times;
});
console.log(`\n${summary(measured)}`);

/** A shape, and where its CPU time grows faster than the aim, the growth of the reader's own work. */
interface Measured extends ShapeTime {
  readonly ratioOfWork?: number;
}

function withWork(time: ShapeTime, shapes: Shapes): Measured {
  const of = shapes[time.shape];
  return of && isFast(time) ? { ...time, ratioOfWork: ratioOfWork(of) } : time;
}

/** The slowest shape, and the one that grows fastest. */
function lineOf(times: readonly Measured[]): string {
  const [slowest] = times.toSorted((one, other) => other.ms - one.ms);
  const [fastest] = times.toSorted((one, other) => other.ratio - one.ratio);
  if (!slowest || !fastest) throw new Error('There is no shape.');
  const { shape, ratio, ratioOfWork: work } = fastest;
  const time = `${slowest.ms.toFixed(1).padStart(7)} ms (${slowest.shape})`;
  const own = work === undefined ? '' : `; ${work.toFixed(1)} in user mode`;
  return `${time.padEnd(24)} ratio ${ratio.toFixed(1)} (${shape}${own})`;
}

function isFast({ ratio }: ShapeTime): boolean {
  return ratio > MAX_RATIO;
}

function summary(all: readonly (readonly Measured[])[]): string {
  const shapes = all.flat();
  const fast = shapes.filter(isFast);
  const work = fast.filter(({ ratio, ratioOfWork: own = ratio }) => own > MAX_RATIO);
  const inTime = all.filter((times) => times.every(({ ms }) => ms <= MAX_MS)).length;
  const most = Math.max(...shapes.map(({ ms }) => ms)).toFixed(1);
  return [
    `${String(inTime)} of ${String(all.length)} take at most ${String(MAX_MS)} ms in every shape; the slowest takes ${most} ms.`,
    `Of ${String(shapes.length)} shapes ${String(shapes.length - fast.length)} have at most the ratio ${String(MAX_RATIO)}, and all but ${String(work.length)} in user mode, in which the reader works.`,
    'The rest is time of the system: V8 gives a text of 128 KB or more memory of its own, page by page, for every message.',
  ].join('\n');
}
