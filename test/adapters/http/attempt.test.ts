import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { createEmptyPipeline, createPipelineRequest } from '@azure/core-rest-pipeline';
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
