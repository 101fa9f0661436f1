import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import { connect, createServer, Socket } from 'node:net';
import { connect as connectByTls } from 'node:tls';
import { serviceBusClient } from '../../../shared/adapters/connections/service-bus-client';
import { writeAtOnce } from '../../../shared/adapters/connections/write-at-once';

describe('write at once', () => {
  let server: Server;
  let port: number;
  let asked: (readonly [socket: Socket, noDelay: boolean | undefined])[];
  /** Listens before the code under test, and sees what that asks of a socket. */
  const observe = (announced: unknown): void => {
    const { socket } = announced as { readonly socket: Socket };
    socket.setNoDelay = (noDelay) => {
      asked.push([socket, noDelay]);
      return Socket.prototype.setNoDelay.call(socket, noDelay);
    };
  };

  beforeEach(async () => {
    asked = [];
    server = createServer((accepted) => accepted.destroy()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
    subscribe('net.client.socket', observe);
  });

  afterEach(() => {
    unsubscribe('net.client.socket', observe);
    server.close();
  });

  it.each([
    ['TCP', () => connect(port, '127.0.0.1')],
    ['TLS', () => connectByTls(port, '127.0.0.1')],
  ])('is asked once of a connection by %s that is opened later', async (_name, open) => {
    writeAtOnce();
    writeAtOnce();
    const socket = open();
    const closed = new Promise((resolve) => socket.on('error', () => undefined).once('close', resolve));
    const noDelays = [...asked];
    await closed;
    expect(noDelays.map(([of, noDelay]) => [of === socket, noDelay])).toStrictEqual([[true, true]]);
  });

  it('is asked of the connection to Service Bus', async () => {
    const connectionString = `Endpoint=sb://127.0.0.1:${String(port)};SharedAccessKeyName=a;SharedAccessKey=b;UseDevelopmentEmulator=true;`;
    const client = serviceBusClient({ kind: 'connectionString', connectionString }, noCredential);
    const opening = client.createSender('queue').createMessageBatch();
    await once(server, 'connection');
    expect(asked.map(([, noDelay]) => noDelay)).toStrictEqual([true]);
    await client.close();
    await expect(opening).rejects.toThrow();
  });
});

function noCredential(): never {
  throw new Error('A connection string needs no credential.');
}
