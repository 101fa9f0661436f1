import { compact } from '../core/compact';
import type { RevocationMethods } from '../core/revocation-method';
import { fieldPath } from '../messages/field-path';
import type { SharePointConfig } from './config';
import type { Environment } from './environment';
import type { Read } from './read';
import { valid } from './read';

/** Reads how SharePoint's admin host is called; undefined where its URL is not set, or is not one. */
export function sharePointConfig(settings: Environment): SharePointConfig | undefined {
  const url = URL.parse(settings['SHAREPOINT_ADMIN_URL'] ?? '');
  const clientId = settings['SHAREPOINT_CLIENT_ID'] ?? settings['AZURE_CLIENT_ID'];
  return url ? compact({ adminUrl: url.origin, clientId }) : undefined;
}

/** The methods of the policy; absent: all that are configured. One that is not configured is a problem. */
export function readMethods(
  named: RevocationMethods | undefined,
  sharePoint: SharePointConfig | undefined,
): Read<RevocationMethods> {
  if (!named) return valid(sharePoint ? ['graph', 'sharePoint'] : ['graph']);
  const at = named.indexOf('sharePoint');
  if (at < 0 || sharePoint) return valid(named);
  const path = fieldPath(['REVOCATION_POLICY', 'methods', at]);
  return { kind: 'invalid', problems: [`${path}: sharePoint is not configured: set SHAREPOINT_ADMIN_URL`] };
}
