import * as z from 'zod';
import { keptRecord, statusRecord, switchRecord } from '../records';
import type { NotDone, QuarantineService, SwitchService } from '../service';
import type { ApiClient } from './api-client';
import { ApiFailure } from './api-failure';

const original = keptRecord.extend({ text: z.string().optional(), base64: z.string().optional() });

/** Problems of one original; others concern every call. */
const OF_ONE: readonly string[] = ['notFound', 'changed', 'decided', 'invalid'];

/** The quarantine, over the API. */
export function apiQuarantine(client: ApiClient): QuarantineService {
  const settle = async (number: string, body: object): Promise<NotDone | undefined> => {
    try {
      await client.call({ method: 'POST', path: pathOf(number), body });
      return undefined;
    } catch (error) {
      if (!(error instanceof ApiFailure) || !OF_ONE.includes(error.code)) throw error;
      return { number, problem: `is left as it is: ${error.detail}` };
    }
  };
  return {
    async *list() {
      for await (const item of client.items('quarantine')) yield keptRecord.parse(item);
    },
    show: async (number) => {
      const answer = await client.call({ method: 'GET', path: pathOf(number) }, [404]);
      if (answer.status === 404) return undefined;
      const { text, base64, ...kept } = original.parse(answer.body);
      return { kept, body: Buffer.from(base64 ?? text ?? '', base64 === undefined ? 'utf8' : 'base64') };
    },
    replay: async (numbers, refresh, onReplayed) => {
      const notDone: NotDone[] = [];
      for (const number of numbers) {
        const problem = await settle(number, { action: 'replay', ...(refresh && { refresh }) });
        if (problem) notDone.push(problem);
        else onReplayed(number);
      }
      return notDone;
    },
    close: (number, reason) => settle(number, { action: 'close', reason }),
  };
}

function pathOf(number: string): string {
  return `quarantine/${encodeURIComponent(number)}`;
}

/** The emergency switch, over the API. */
export function apiSwitch(client: ApiClient): SwitchService {
  return {
    read: async () => {
      const { body } = await client.call({ method: 'GET', path: 'status' });
      const { switch: row, unavailable = [] } = statusRecord.parse(body);
      if (row === undefined && unavailable.includes('switch')) return 'malformed';
      return row;
    },
    stop: async ({ reason }) => {
      const { body } = await client.call({ method: 'POST', path: 'stop', body: { reason } });
      return switchRecord.parse(body);
    },
    resume: async ({ id }, { reason }) => {
      try {
        const call = { method: 'POST', path: 'resume', body: { reason, stop: id } } as const;
        return switchRecord.parse((await client.call(call)).body);
      } catch (error) {
        if (error instanceof ApiFailure && ['changed', 'decided'].includes(error.code)) return undefined;
        throw error;
      }
    },
  };
}
