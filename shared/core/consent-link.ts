/** The page on which an administrator of a tenant gives an application consent ("Admin consent URL"). */
export function consentLink(authorityHost: string, tenantId: string, applicationId: string): string {
  return `${authorityHost}/${encodeURIComponent(tenantId)}/adminconsent?client_id=${encodeURIComponent(applicationId)}`;
}
