import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LogIngestion } from './archive/log-ingestion';
import { LOCAL_RULE, startLogIngestion } from './archive/log-ingestion';
import type { LocalStack } from './local-stack';
import type { Receiver } from './receiver';
import { startReceiver } from './receiver';

/** Those to whom the app passes outcomes on: a channel of Teams and one of Slack, a server, the table of analysts, and the topic of OCSF. */
export interface PassedOn {
  readonly receiver: Receiver;
  readonly ingestion: LogIngestion;
  /** By which the app reaches them. */
  readonly settings: Readonly<
    Record<'NOTIFY' | 'LOGS_INGESTION_ENDPOINT' | 'LOGS_INGESTION_RULE' | 'OCSF_TOPIC' | 'WRITE_BACK', string>
  >;
  /** The secret of the server, as `WEBHOOK_SOURCES` would have it. */
  readonly secret: string;
  /** Waits until the table has so many outcomes, or for some seconds, and says what has arrived where. */
  summary(outcomes: number): Promise<string>;
  stop(): Promise<void>;
}

const PATIENCE_MS = 10_000;
const LOOK_EVERY_MS = 50;

export async function startPassedOn({
  certificate,
  tenant,
}: Pick<LocalStack, 'certificate' | 'tenant'>): Promise<PassedOn> {
  const [receiver, ingestion] = await Promise.all([
    startReceiver(certificate),
    startLogIngestion({ certificate, tokens: tenant.tokens }),
  ]);
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  const to = (path: string): { readonly name: string; readonly url: string } => ({
    name: path,
    url: `${receiver.origin}/${path}`,
  });
  const destinations = [
    { kind: 'teams', ...to('teams') },
    { kind: 'slack', ...to('slack') },
    { kind: 'webhook', ...to('webhook'), secrets: [secret], statuses: 'all' },
  ];
  const at = (path: string): string =>
    String(receiver.deliveries.filter((delivery) => delivery.path === `/${path}`).length);
  const archived = (): number => new Set(ingestion.rows.map(({ OutcomeId }) => OutcomeId)).size;
  return {
    receiver,
    ingestion,
    secret,
    settings: {
      NOTIFY: JSON.stringify(destinations),
      LOGS_INGESTION_ENDPOINT: ingestion.endpoint,
      LOGS_INGESTION_RULE: LOCAL_RULE,
      OCSF_TOPIC: 'revocation-ocsf',
      WRITE_BACK: 'true',
    },
    summary: async (outcomes) => {
      for (let waited = 0; archived() < outcomes && waited < PATIENCE_MS; waited += LOOK_EVERY_MS) {
        await sleep(LOOK_EVERY_MS);
      }
      return `${at('teams')} cards for a person in Teams, ${at('slack')} in Slack,\n${at('webhook')} events posted to a server, ${String(archived())} outcomes in SessionRevocation_CL.`;
    },
    stop: async () => {
      await Promise.all([receiver.stop(), ingestion.stop()]);
    },
  };
}
