import { compact } from '../../core/compact';
import type { OutcomeEvent } from '../outcome-event';
import type { ResultMessage } from '../result-message';
import type { MethodEvent } from '../topic-message';
import { remediationEvent } from './remediation-event';

/** An event of OCSF as it is published on its topic. */
export interface OcsfMessage extends Omit<ResultMessage, 'contentType'> {
  readonly contentType: 'application/json';
}

/** The message that publishes an event as OCSF, under its id: the same bytes for every copy of it. */
export function ocsfMessage(event: OutcomeEvent | MethodEvent, appVersion: string): OcsfMessage {
  const written = remediationEvent(event, appVersion);
  const { status_code: status, status_id: statusId, severity_id: severityId, metadata } = written;
  return {
    body: new TextEncoder().encode(JSON.stringify(written)),
    contentType: 'application/json',
    messageId: event.id,
    correlationId: event.data.requestId,
    subject: status,
    applicationProperties: compact({
      status,
      statusId: String(statusId),
      severityId: String(severityId),
      tenantId: metadata.tenant_uid,
      requestId: event.data.requestId,
    }),
  };
}
