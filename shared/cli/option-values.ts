import { InvalidArgumentError } from 'commander';
import { GUID } from '../core/guid';
import type { ReceivedBy } from '../core/received-by';
import { readReceivedBy } from '../core/received-by';

/** The option that names a sender, since rules can. What a person sends from the command line comes from the queue. */
export const RECEIVED_BY = [
  '--received-by <sender>',
  'judge as if this sender had sent it: queue, webhook:NAME, entra:APP_ID or issuer:ISS',
  sender,
  'queue',
] as const;

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
