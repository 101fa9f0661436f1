import { sentenceOf } from '../core/emergency-switch';
import { switchEventId } from '../core/ids';
import type { SwitchChange } from '../core/switch-change';
import type { ResultMessage } from './result-message';
import { eventSource } from './result-message';
import { detailIn } from './sentences/write-detail';
import type { ServiceEvent } from './service-schema';
import type { Locale } from './sentences/statuses';

/**
 * The message that publishes a change of the emergency switch; the same bytes for the same change. It has neither `status`
 * nor `mode`, so that a subscription which filters outcomes by them does not receive it.
 */
export function serviceMessage(tenantId: string, change: SwitchChange, locale: Locale): ResultMessage {
  const id = switchEventId(tenantId, change.id);
  return {
    body: new TextEncoder().encode(JSON.stringify(eventOf(id, tenantId, change, locale))),
    contentType: 'application/cloudevents+json',
    messageId: id,
    correlationId: id,
    subject: change.state,
    applicationProperties: { tenantId, serviceState: change.state },
  };
}

function eventOf(id: string, tenantId: string, change: SwitchChange, locale: Locale): ServiceEvent {
  const { state, by, reason, at } = change;
  const message = detailIn(locale, sentenceOf(change));
  return {
    specversion: '1.0',
    id,
    source: eventSource(tenantId),
    type: 'io.github.session-revoker.service.v1',
    subject: state,
    time: at,
    datacontenttype: 'application/json',
    data: { tenantId, state, message, by, reason, changedAt: at },
  };
}
