import { InvalidArgumentError } from 'commander';
import { GUID } from '../core/guid';
import type { ReceivedBy } from '../core/received-by';
import { readReceivedBy } from '../core/received-by';

/** The option that names a sender, since rules can. */
export const BY_SENDER = [
  '--received-by <sender>',
  'judge as if this sender had sent it: queue, webhook:NAME, entra:APP_ID or issuer:ISS',
  sender,
] as const;

/** The same, by default the queue: what a person sends from the command line without the API. */
export const RECEIVED_BY = [...BY_SENDER, 'queue'] as const;

function sender(typed: string): ReceivedBy {
  const read = readReceivedBy(typed);
  if (read !== undefined) return read;
  throw new InvalidArgumentError('Give a sender: queue, webhook:NAME, entra:APP_ID or issuer:ISS.');
}

/** The id of a tenant. */
export function guid(typed: string): string {
  if (GUID.test(typed)) return typed;
  throw new InvalidArgumentError('Give the id of a tenant, a GUID: alerts do not name domains.');
}

/** A time limit in seconds. */
export function seconds(typed: string): number {
  const value = Number(typed);
  if (!(value > 0 && value <= 3600)) throw new InvalidArgumentError('Give a number of seconds up to 3600.');
  return value;
}

/** A time, as RFC 3339 has it. */
export function moment(typed: string): Date {
  const time = new Date(typed);
  if (Number.isNaN(time.getTime())) throw new InvalidArgumentError('Give a time, as 2026-11-26T16:00:00Z.');
  return time;
}
