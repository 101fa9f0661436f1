import type { ServiceBusClient } from '@azure/service-bus';
import type { Clock } from '../ports/clock';
import type { CheckResult, HealthCheck } from '../ports/health-check';
import { SealUnavailable } from '../ports/seal-unavailable';
import { SEAL_SUBSCRIPTION } from './topic-readers';

/** What is checked of the seal. */
export interface CheckedSeal {
  /** How far it is. @throws SealUnavailable when the store cannot be reached */
  readonly state: () => Promise<{
    readonly last?: string;
    readonly total: number;
    /** The last segments whose heads are to be signed and are not. */
    readonly unsigned: readonly string[];
  }>;
  /** Whether a key signs the heads. */
  readonly isSigned: boolean;
}

/** An outcome that has waited for so long, in ms, is late. */
const LATE_MS = 600_000;

/**
 * Checks that the seal can be read, that no outcome has waited for long to be sealed, and that heads are signed.
 *
 * @param oldest when the oldest outcome was published that is not sealed; undefined: there is none, or it cannot be read, which another check reports
 */
export function sealCheck(
  { state, isSigned }: CheckedSeal,
  oldest: () => Promise<Date | undefined>,
  clock: Pick<Clock, 'now'>,
): HealthCheck {
  const run = async (): Promise<CheckResult> => {
    try {
      const [{ last, total, unsigned }, since] = await Promise.all([state(), oldest()]);
      if (since && clock.now().getTime() - since.getTime() > LATE_MS) return late(since);
      const [first] = unsigned;
      if (first !== undefined) return notSigned(first);
      const upTo =
        last === undefined ? 'Nothing was sealed yet.' : `The seal is at ${last}, outcome ${String(total)}.`;
      return { status: 'ok', detail: isSigned ? upTo : `${upTo} Heads are not signed: SEAL_KEY is not set.` };
    } catch (failure) {
      if (!(failure instanceof SealUnavailable)) throw failure;
      return NOT_REACHED;
    }
  };
  return { name: 'seal', run };
}

/** When the oldest message of the subscription was published. */
export function oldestToSeal(client: ServiceBusClient, topic: string): () => Promise<Date | undefined> {
  return async () => {
    const receiver = client.createReceiver(topic, SEAL_SUBSCRIPTION, { skipParsingBodyAsJson: true });
    try {
      const [message] = await receiver.peekMessages(1);
      return message?.enqueuedTimeUtc;
    } catch {
      return undefined;
    } finally {
      await receiver.close();
    }
  };
}

function late(since: Date): CheckResult {
  return {
    status: 'warning',
    detail: `Outcomes wait to be sealed since ${since.toISOString()}.`,
    remedy: 'Correct what the log of the function seal names; they are then sealed.',
  };
}

function notSigned(segment: string): CheckResult {
  return {
    status: 'warning',
    detail: `The head of ${segment} is not signed yet.`,
    remedy:
      'If this lasts for more than half an hour, assign the role Key Vault Crypto User on the key of SEAL_KEY to the identity.',
  };
}

const NOT_REACHED: CheckResult = {
  status: 'failed',
  detail: 'The seal cannot be reached, or the identity has no access: outcomes are not sealed.',
  remedy:
    'Check LEDGER_STORAGE__blobServiceUri, and assign the role Storage Blob Data Contributor on the container revocation-seals to the identity.',
};
