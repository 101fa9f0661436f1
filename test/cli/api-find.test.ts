import { expect, it } from '@jest/globals';
import type { ApiClient } from '../../shared/cli/api/api-client';
import { apiService } from '../../shared/cli/api/api-service';

it('the list of what waits is read once, however many ids are looked for', async () => {
  const read: string[] = [];
  const client: ApiClient = {
    url: 'https://app.contoso.com',
    token: () => Promise.reject(new Error('unexpected: a token')),
    call: ({ path }) => Promise.reject(new Error(`unexpected call: ${path}`)),
    async *items(path) {
      read.push(path);
      await Promise.resolve();
      yield* [];
    },
  };
  const service = apiService({ client, now: () => new Date(0), wait: () => Promise.resolve() });
  const found = await service.find(['one', 'two', 'three']);
  expect(found.map(({ kind }) => kind)).toEqual(['not', 'not', 'not']);
  expect(read).toEqual(['approvals']);
});
