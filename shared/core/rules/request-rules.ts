import type { Denial } from '../denial';
import type { Detail } from '../detail';
import { detail } from '../detail';
import { switchedOff } from '../emergency-switch';
import { GUID } from '../guid';
import type { Policy } from '../policy';
import type { RevocationRequest } from '../request';
import type { RequestAge } from '../request-age';
import { SKEW_MS } from '../request-age';
import type { Rule } from './rule';

/** What a rule on the request as a whole can look at. It needs no look-up, and a what-if is denied as well. */
export interface KnownOfRequest {
  readonly request: RevocationRequest;
  readonly age: RequestAge;
  readonly policy: Policy;
  readonly now: Date;
}

/**
 * The detail of a request for another tenant than the connected one. Alerts name tenants by their ids: an app that is
 * configured with a domain name cannot compare these.
 */
export function anotherTenant(
  { tenantId, format }: Pick<RevocationRequest, 'tenantId' | 'format'>,
  connected: string,
): Detail | undefined {
  const isSame = tenantId === undefined || tenantId.toLowerCase() === connected.toLowerCase();
  if (isSame || (format !== 'native' && !GUID.test(connected))) return undefined;
  return detail('anotherTenant', { requested: tenantId, connected });
}

/** The detail of an alert in a format that only a sender who signs may send, from anybody else. */
export function notProven(
  { format, receivedBy }: Pick<RevocationRequest, 'format' | 'receivedBy'>,
  { provenFormats = {} }: Pick<Policy, 'provenFormats'>,
): Detail | undefined {
  const senders = Object.hasOwn(provenFormats, format.toLowerCase())
    ? provenFormats[format.toLowerCase()]
    : undefined;
  if (!senders || receivedBy === undefined || senders.includes(receivedBy)) return undefined;
  return detail('senderNotProven', { format, senders: senders.join(', '), sender: receivedBy });
}

/** Which requests are denied as a whole. The first answer counts. */
export const requestRules: readonly Rule<KnownOfRequest, Denial>[] = [
  {
    // Policy accepts alerts in this format only with the signature of a sender.
    name: 'sender-is-proven',
    check: ({ request, policy }) => {
      const unproven = notProven(request, policy);
      return unproven && { status: 'rejected', detail: unproven };
    },
  },
  {
    // The users of another tenant are not ours to judge.
    name: 'tenant-is-connected',
    check: ({ request, policy }) => {
      const another = anotherTenant(request, policy.tenantId);
      return another && { status: 'rejected', detail: another };
    },
  },
  {
    // A time in the future would never grow old, and would never be a repetition.
    name: 'times-are-possible',
    check: ({ request: { alert, requestedAt }, now }) => {
      const times = { 'alert.createdAt': alert?.createdAt, requestedAt };
      const future = Object.entries(times).find(
        ([, time]) => time !== undefined && Date.parse(time) - now.getTime() > SKEW_MS,
      );
      if (!future) return undefined;
      const [field, time = ''] = future;
      return { status: 'rejected', detail: detail('inFuture', { field, time }) };
    },
  },
  {
    // Yesterday's request must not lock anybody out today; one that was being tried until now has failed.
    name: 'request-is-fresh',
    check: ({ age: { since, attempts }, policy, now }) => {
      if (now.getTime() - since.getTime() <= policy.maxRequestAgeMs) return undefined;
      const age = { time: since.toISOString(), minutes: policy.maxRequestAgeMs / 60_000 };
      return attempts === 0
        ? { status: 'expired', detail: detail('tooOld', age) }
        : { status: 'failed', detail: detail('tooOldAfterRetries', { ...age, attempts }) };
    },
  },
  {
    // Neither the settings nor the emergency switch may have switched it off.
    name: 'revocation-enabled',
    check: ({ policy }) => {
      const off = switchedOff(policy);
      return off && { status: 'notEnabled', detail: off };
    },
  },
];
