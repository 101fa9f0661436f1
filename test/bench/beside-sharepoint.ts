import type { ServiceBusClient } from '@azure/service-bus';
import { join } from 'node:path';
import type { LocalStack } from '../../local/local-stack';
import type { Contender } from './contender';
import { startContender } from './contender';
import type { Watched } from './lone-request';
import { loneRequest, request } from './lone-request';
import { packagedApp, projectFolder } from './setting';
import { median } from './statistics';

/** The queue of the app that calls SharePoint beside Graph. */
export const APP_WITH_SHAREPOINT = 'app-with-sharepoint';

/** Fewer in a minute than SharePoint's quota lets the app call. */
const PAIRS = 60;

export function startAppWithSharePoint({ environment, adminHost }: LocalStack): Promise<Contender> {
  return startContender({
    name: APP_WITH_SHAREPOINT,
    module: join(projectFolder, 'build/local/host/main.js'),
    args: [packagedApp],
    environment: { ...environment, LEDGER_STORAGE: 'memory', SHAREPOINT_ADMIN_URL: adminHost.adminUrl },
  });
}

/**
 * Sends single requests to the app without and with SharePoint by turns, so that a machine whose speed drifts treats both
 * alike. Returns by how many ms Graph's call comes later with SharePoint, at the median.
 */
export async function laterWithSharePoint(
  watched: Watched,
  client: ServiceBusClient,
  { app, users, round }: { readonly app: string; readonly users: number; readonly round: number },
): Promise<number> {
  const [alone, beside] = [client.createSender(app), client.createSender(APP_WITH_SHAREPOINT)];
  const times: { readonly alone: number; readonly beside: number }[] = [];
  for (let n = 0; n < PAIRS; n++) {
    const message = request({ users, idPrefix: `pair-${String(round)}` }, n);
    times.push({
      alone: await loneRequest(watched, alone, message),
      beside: await loneRequest(watched, beside, message),
    });
  }
  await Promise.all([alone.close(), beside.close()]);
  return median(times.map(({ beside: ms }) => ms)) - median(times.map(({ alone: ms }) => ms));
}
