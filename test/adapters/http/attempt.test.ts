import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import {
  createDefaultHttpClient,
  createEmptyPipeline,
  createPipelineRequest,
} from '@azure/core-rest-pipeline';
import { listen } from '../../../local/listen';
import { attemptOnce } from '../../../shared/adapters/http/attempt';

describe('an attempt that was given up while it waited for its token', () => {
  it('is neither sent when the token comes, nor asked for whether it may be: a later attempt is the last call', async () => {
    const token = Promise.withResolvers<void>();
    const pipeline = createEmptyPipeline();
    pipeline.addPolicy({
      name: 'token',
      sendRequest: async (request, next) => {
        await token.promise;
        return next(request);
      },
    });
    const asked: string[] = [];
    const httpClient = { sendRequest: () => Promise.reject(new Error(`sent ${String(asked.push('sent'))}`)) };
    const caller = new AbortController();
    const mayCall = (): boolean => asked.push('asked') > 0;
    const limits = { timeoutMs: 60_000, signal: caller.signal, mayCall };
    const request = createPipelineRequest({ url: 'https://graph.microsoft.com/v1.0/users' });
    const attempt = attemptOnce(httpClient, pipeline, request, limits);
    caller.abort();
    expect(await attempt).toEqual({ kind: 'noAnswer', code: 'ABORTED' });
    token.resolve();
    await setImmediate();
    expect(asked).toEqual([]);
  });
});

describe('an attempt that is given up', () => {
  it('releases its socket, even in the middle of a body', async () => {
    const server = createServer((_message, response) => void response.writeHead(200).write('{"half":'));
    const { port, stop } = await listen(server);
    const request = createPipelineRequest({
      url: `http://127.0.0.1:${String(port)}/`,
      allowInsecureConnection: true,
    });
    const caller = new AbortController();
    const called = once(server, 'request') as Promise<[IncomingMessage, ServerResponse]>;
    const limits = { timeoutMs: 60_000, signal: caller.signal };
    const attempt = attemptOnce(createDefaultHttpClient(), createEmptyPipeline(), request, limits);
    const [{ socket }] = await called;
    const closed = new Promise((resolve) => socket.once('close', resolve));
    caller.abort();
    expect(await attempt).toEqual({ kind: 'noAnswer', code: 'ABORTED' });
    await closed;
    await stop();
  });
  it('does not give up its token, for which others wait as well', async () => {
    const seen: boolean[] = [];
    const pipeline = createEmptyPipeline();
    pipeline.addPolicy({
      name: 'token',
      sendRequest: (request, next) => {
        seen.push(request.abortSignal !== undefined);
        return next(request);
      },
    });
    const httpClient = {
      sendRequest: (request: { readonly abortSignal?: unknown }) => {
        seen.push(request.abortSignal !== undefined);
        return Promise.reject(new TypeError('seen'));
      },
    };
    const request = createPipelineRequest({ url: 'https://graph.microsoft.com/v1.0/users' });
    await expect(attemptOnce(httpClient, pipeline, request, { timeoutMs: 60_000 })).rejects.toThrow('seen');
    expect(seen).toEqual([false, true]);
  });
});
