import { expect, it } from '@jest/globals';
import { createServer } from 'node:http';
import { connect } from '../../functions/connect';
import { listen } from '../../local/listen';
import { connectionStringFor } from '../../local/storage/table-storage';
import { readAppConfig } from '../../shared/config/read-environment';
import { TENANT_ID } from '../support/builders';

const HOUR_MS = 3_600_000;

/** A server of tables without any entity, whose clock is an hour ahead. */
function hourAhead(): ReturnType<typeof listen> {
  return listen(
    createServer((_request, response) => {
      const date = new Date(Date.now() + HOUR_MS).toUTCString();
      response.writeHead(404, { date, 'content-type': 'application/json' }).end('{}');
    }),
  );
}

it('the app judges by the time of its ledger, and not by that of its machine', async () => {
  const server = await hourAhead();
  const settings = {
    TENANT_ID,
    ServiceBusConnection: 'Endpoint=sb://localhost/;SharedAccessKeyName=a;SharedAccessKey=b',
    LEDGER_STORAGE: connectionStringFor(server.port),
  };
  const config = readAppConfig(settings, __dirname);
  if (config.kind === 'invalid') throw new Error(config.problems.join());
  const { dependencies, checks, close } = connect(config.value);
  try {
    const report = await checks.find(({ name }) => name === 'ledger clock')?.run();
    expect(report).toMatchObject({ status: 'warning', detail: expect.stringContaining('behind') });
    const aheadMs = dependencies.clock.now().getTime() - Date.now();
    expect(Math.abs(aheadMs - HOUR_MS)).toBeLessThan(2500);
  } finally {
    await close();
    await server.stop();
  }
});
