import { randomUUID } from 'node:crypto';
import type { CoreApi, RegisteredFunction } from './core-api';
import type { Invocations } from './invocations';

/** A timer that runs a function on its schedule. */
export interface TimerTrigger {
  /** Runs the function now: `POST /admin/functions/NAME` of the real host. */
  run(): Promise<void>;
  stop(): void;
}

/** Runs a function on its schedule; this host supports only intervals of minutes or of seconds. One invocation runs at a time. */
export function startTimerTrigger(
  api: CoreApi,
  { metadata, callback }: RegisteredFunction,
  {
    invocations,
    log,
  }: { readonly invocations: Invocations; readonly log: (level: string, message: string) => void },
): TimerTrigger {
  const [name, binding] =
    Object.entries(metadata.bindings).find(([, { type }]) => type === 'timerTrigger') ?? [];
  const everyMs = intervalOf(binding?.schedule ?? '');
  if (name === undefined || everyMs === undefined) {
    throw new Error(`This host does not support the schedule of ${metadata.name}.`);
  }
  const invoke = async (): Promise<void> => {
    try {
      await api.invoke(
        {
          invocationId: randomUUID(),
          metadata,
          state: 'invocation',
          request: {
            inputData: [{ name, data: { json: JSON.stringify({ isPastDue: false }) } }],
            triggerMetadata: {},
            traceContext: { traceParent: '', traceState: '', attributes: {} },
          },
          log: (level, category, text) => {
            if (category === 'user') log(level, `${metadata.name}: ${text}`);
          },
        },
        callback,
      );
    } catch (error) {
      log('error', `${metadata.name} failed: ${String(error)}`);
    }
  };
  let running = Promise.resolve();
  const run = (): Promise<void> => (running = running.then(() => invocations.count(invoke())));
  const timer = setInterval(() => void run(), everyMs);
  return { run, stop: () => clearInterval(timer) };
}

/** The interval of a schedule (NCRONTAB), in ms; undefined: it is another kind of schedule. */
function intervalOf(schedule: string): number | undefined {
  const [, seconds, minutes] = /^(?:\*\/(\d+) \*|0 \*\/(\d+)) \* \* \* \*$/.exec(schedule) ?? [];
  const ms = Number(seconds ?? 0) * 1000 + Number(minutes ?? 0) * 60_000;
  return ms > 0 ? ms : undefined;
}
