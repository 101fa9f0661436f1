import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ReceivedBy } from '../../../shared/core/received-by';
import { unproven } from '../../../shared/core/received-by';
import { firstAnswer } from '../../../shared/core/rules/rule';
import { urgencyRules } from '../../../shared/core/rules/urgency-rules';
import { severities } from '../../../shared/core/severity';
import { aPolicy } from '../../support/builders';

const { urgent } = aPolicy();

/** The source under which a request counts as urgent; `ordinary` when it does not. */
function sourceOf(
  receivedBy: ReceivedBy | undefined,
  severity: string | undefined,
  {
    isApproved = false,
    sources = urgent.sources,
  }: { isApproved?: boolean; sources?: readonly string[] } = {},
): string {
  const alert = severity === undefined ? {} : { alert: { severity } };
  const request = { ...alert, ...(receivedBy !== undefined && { receivedBy }) };
  const known = { request, isApproved, policy: { urgent: { ...urgent, sources } } };
  return firstAnswer(urgencyRules, known)?.source ?? 'ordinary';
}

describe('a request is urgent', () => {
  it.each<readonly [string, ReceivedBy | undefined, string | undefined, string]>([
    ['of high severity by the queue', 'queue', 'high', 'queue'],
    ['of critical severity, in whatever case', 'webhook:edr', 'Critical', 'webhook:edr'],
    ['by an application', 'entra:app', 'high', 'entra:app'],
    ['by an issuer', 'issuer:https://idp.example', 'high', 'issuer:https://idp.example'],
    ['not of medium severity', 'queue', 'medium', 'ordinary'],
    ['not of a severity that is no level', 'queue', '10', 'ordinary'],
    ['not without a severity', 'queue', undefined, 'ordinary'],
    ['not by a sender who only names itself', 'unproven:webhook:edr', 'critical', 'ordinary'],
    ['not by a copy without a sender', 'unproven', 'critical', 'ordinary'],
    ['not when nobody has sent it', undefined, 'critical', 'ordinary'],
  ])('%s', (_what, receivedBy, severity, source) => {
    expect(sourceOf(receivedBy, severity)).toBe(source);
  });
  it.each<readonly [string, ReceivedBy, readonly string[], string]>([
    ['from a source that policy names', 'webhook:edr', ['webhook:edr'], 'webhook:edr'],
    ['not from another of its kind', 'webhook:siem', ['webhook:edr'], 'ordinary'],
    ['from no source where policy names none', 'queue', [], 'ordinary'],
  ])('%s', (_what, receivedBy, sources, source) => {
    expect(sourceOf(receivedBy, 'critical', { sources })).toBe(source);
  });
  it('when a person has approved it, from any sender and of any severity', () => {
    expect(sourceOf('unproven', 'low', { isApproved: true, sources: [] })).toBe('approvals');
  });
  it('never by a severity over a channel on which the sender is not proven', () => {
    const sender = fc.constantFrom<ReceivedBy>('unproven', 'unproven:webhook:edr', 'unproven:queue');
    const claims = fc.string({ minLength: 1 }).map((name) => unproven(`webhook:${name}`));
    const kinds = fc.subarray(['queue', 'webhook', 'entra', 'issuer', 'webhook:edr']);
    const severity = fc.oneof(fc.constantFrom(...severities), fc.string());
    fc.assert(
      fc.property(fc.oneof(sender, claims), severity, kinds, (receivedBy, written, sources) => {
        expect(sourceOf(receivedBy, written, { sources })).toBe('ordinary');
      }),
    );
  });
});
