import { startHost } from './host';

/** The host as a process of its own: `main.js APP_FOLDER`. Tells its parent when it serves; ends on SIGTERM. */
async function main(): Promise<void> {
  const [appFolder = '.'] = process.argv.slice(2);
  const host = await startHost({
    appFolder,
    log: (level, message) => void process.stdout.write(`${new Date().toISOString()} ${level}: ${message}\n`),
  });
  process.stdout.write(`serving ${host.functionNames.join(', ')}\n`);
  process.send?.('serving');
  const stop = (): void => {
    void host.stop().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('disconnect', stop);
}

void main();
