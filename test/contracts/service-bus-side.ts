import type { ServiceBusClient } from '@azure/service-bus';
import { serviceBusClient } from '../../shared/adapters/connections/service-bus-client';
import type { Broker } from '../../local/broker/broker';
import { startBroker } from '../../local/broker/broker';
import { localTopology } from '../../local/local-topology';

/** A broker with its entities, and a client of it. */
export interface ServiceBusSide {
  readonly broker: Broker;
  readonly client: ServiceBusClient;
  readonly stop: () => Promise<void>;
}

/** Starts a broker, by default with the entities of the app. */
export async function serviceBusSide(topology = localTopology): Promise<ServiceBusSide> {
  const broker = await startBroker({ topology });
  const connection = { kind: 'connectionString', connectionString: broker.connectionString } as const;
  const client = serviceBusClient(connection, () => {
    throw new Error('A connection string needs no credential.');
  });
  return {
    broker,
    client,
    stop: async () => {
      await client.close();
      await broker.stop();
    },
  };
}
