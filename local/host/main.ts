import { startHost } from './host';

/** The host as a process of its own: `main.js APP_FOLDER`. Notifies its parent when it serves; ends on SIGTERM. */
async function main(): Promise<void> {
  const [appFolder = '.'] = process.argv.slice(2);
  const host = await startHost({ appFolder, log: lineLog(process.stdout) });
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void host.stop().then(() => process.exit(0));
  };
  // In Azure the signal reaches the host, and not the process of its worker, in which the app listens for it.
  process.removeAllListeners('SIGTERM').on('SIGTERM', stop);
  process.once('disconnect', stop);
  process.on('message', (message) => {
    if (message === 'footprint') process.send?.(footprint());
    const timer = /^run (\w+)$/.exec(String(message))?.[1];
    if (timer !== undefined) void host.runTimer(timer).then(() => process.send?.({ ran: timer }));
  });
  process.stdout.write(`serving ${host.functionNames.join(', ')}\n`);
  process.send?.({
    serving: host.functionNames,
    http: host.http && { origin: host.http.origin, key: host.http.key },
  });
}

/** The resources that the process uses. */
export interface Footprint {
  /** After a garbage collection, if the process was started with --expose-gc. */
  readonly heapBytes: number;
  readonly bufferBytes: number;
  readonly residentBytes: number;
  readonly sockets: number;
  /** What keeps the event loop alive, timers and sockets included. */
  readonly handles: number;
}

function footprint(): Footprint {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
  const resources = process.getActiveResourcesInfo();
  const sockets = resources.filter((name) => /^(?:TCPSocket|TLS)Wrap$/.test(name));
  return {
    heapBytes: heapUsed,
    bufferBytes: arrayBuffers,
    residentBytes: rss,
    sockets: sockets.length,
    handles: resources.length,
  };
}

/** Writes the lines of one turn of the event loop together. */
function lineLog(stream: NodeJS.WritableStream): (level: string, message: string) => void {
  const lines: string[] = [];
  return (level, message) => {
    if (lines.length === 0) setImmediate(() => stream.write(lines.splice(0).join('')));
    lines.push(`${new Date().toISOString()} ${level}: ${message}\n`);
  };
}

void main();
