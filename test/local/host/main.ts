import { startHost } from './host';

/** The host as a process of its own: `main.js APP_FOLDER`. Tells its parent when it serves; ends on SIGTERM. */
async function main(): Promise<void> {
  const [appFolder = '.'] = process.argv.slice(2);
  const host = await startHost({ appFolder, log: lineLog(process.stdout) });
  process.stdout.write(`serving ${host.functionNames.join(', ')}\n`);
  process.send?.('serving');
  const stop = (): void => {
    void host.stop().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('disconnect', stop);
}

/** Writes lines together that were logged in one turn of the event loop. */
function lineLog(stream: NodeJS.WritableStream): (level: string, message: string) => void {
  const lines: string[] = [];
  return (level, message) => {
    if (lines.length === 0) setImmediate(() => stream.write(lines.splice(0).join('')));
    lines.push(`${new Date().toISOString()} ${level}: ${message}\n`);
  };
}

void main();
