import { compact } from '../../core/compact';
import type { OutcomeEvent } from '../outcome-event';
import { presentText } from './present-text';
import type { RemediationEvent } from './remediation-schema';

type Enrichment = NonNullable<RemediationEvent['enrichments']>[number];

/** The alert behind a request: class 7001 has no finding of its own, so that it enriches the id that the request shares with it. */
export function findingOf({
  requestId,
  alert,
}: Pick<OutcomeEvent['data'], 'requestId' | 'alert'>): Enrichment | undefined {
  if (!alert) return undefined;
  const { provider, id, title, url, createdAt, firstSeenAt } = alert;
  const source = compact({ provider: presentText(provider), src_url: presentText(url) });
  return {
    name: 'metadata.correlation_uid',
    value: requestId,
    type: 'finding_info',
    ...source,
    data: compact({
      uid: presentText(id) ?? requestId,
      title: presentText(title),
      src_url: source.src_url,
      created_time: createdAt === undefined ? undefined : Date.parse(createdAt),
      first_seen_time: firstSeenAt === undefined ? undefined : Date.parse(firstSeenAt),
      product: source.provider === undefined ? undefined : { name: source.provider },
    }),
  };
}
