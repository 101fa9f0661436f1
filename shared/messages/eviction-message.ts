import { compact } from '../core/compact';
import type { Eviction } from '../core/eviction';
import { evictionId, followUpRequestId } from '../core/watch-ids';
import type { SignIn } from '../core/sign-in';
import type { OnReturn, Watch } from '../core/watch';
import type { EvictionEvent } from './eviction-schema';
import type { ResultMessage } from './result-message';
import { eventSource } from './result-message';
import { evictionSentence } from './sentences/evictions';
import type { Locale } from './sentences/statuses';

/** A verdict on a revocation, when it was given, and what policy does about a return. */
export interface GivenVerdict {
  readonly watch: Watch;
  readonly eviction: Eviction;
  readonly decidedAt: Date;
  readonly onReturn: OnReturn;
}

/**
 * The message that says whether a revocation held. It has neither `status` nor `mode`, so that a subscription which filters
 * outcomes by them does not receive it.
 */
export function evictionMessage(given: GivenVerdict, locale: Locale): ResultMessage {
  const { tenantId, requestId } = given.watch;
  const { verdict } = given.eviction;
  const event = eventOf(given, locale);
  return {
    body: new TextEncoder().encode(JSON.stringify(event)),
    contentType: 'application/cloudevents+json',
    messageId: event.id,
    correlationId: requestId,
    subject: verdict,
    applicationProperties: { tenantId, requestId, verdict },
  };
}

function eventOf({ watch, eviction, decidedAt, onReturn }: GivenVerdict, locale: Locale): EvictionEvent {
  const { outcomeId, requestId, tenantId, user, alert, receivedBy, revokedAt, effectiveNoLaterThan } = watch;
  const { verdict } = eviction;
  const time = decidedAt.toISOString();
  return {
    specversion: '1.0',
    id: evictionId(outcomeId),
    source: eventSource(tenantId),
    type: 'io.github.session-revoker.eviction.v1',
    subject: verdict,
    time,
    datacontenttype: 'application/json',
    data: compact({
      outcomeId,
      requestId,
      tenantId,
      verdict,
      message: evictionSentence(locale, eviction, user.userPrincipalName ?? user.reference),
      user,
      alert,
      receivedBy,
      revokedAt,
      effectiveNoLaterThan,
      decidedAt: time,
      ...(eviction.verdict === 'returned' && {
        session: eviction.session,
        signIn: writtenSignIn(eviction.signIn),
        onReturn,
        followUpRequestId: onReturn === 'report' ? undefined : followUpRequestId(outcomeId),
      }),
      reason: eviction.verdict === 'unknown' ? eviction.reason : undefined,
    }),
  };
}

function writtenSignIn({
  userId: _userId,
  at,
  ...signIn
}: SignIn): NonNullable<EvictionEvent['data']['signIn']> {
  return { ...signIn, at: new Date(at).toISOString() };
}
