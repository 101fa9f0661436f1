import * as z from 'zod';
import { Unavailable } from '../ports/unavailable';
import { ApiFailure } from './api/api-failure';
import { apiFailureText, networkText } from './api/failure-text';

const REMEDIES: Readonly<Record<Unavailable['what'], string>> = {
  ledger:
    'Check LEDGER_STORAGE or LEDGER_STORAGE__tableServiceUri, and that you are signed in and hold Storage Table Data Contributor.',
  serviceBus:
    'Check ServiceBusConnection or ServiceBusConnection__fullyQualifiedNamespace, and that you are signed in and hold Azure Service Bus Data Sender and Data Receiver.',
  originals:
    'Check LEDGER_STORAGE__blobServiceUri, and that you are signed in and hold Storage Blob Data Contributor on the container revocation-originals.',
  switch:
    'Check LEDGER_STORAGE or LEDGER_STORAGE__tableServiceUri, and that you are signed in and hold Storage Table Data Contributor on the table RevocationSwitch.',
  issuer: 'Check jwksUri in SECURITY_EVENT_ISSUERS, and try again.',
};

const MISSING_ENTITY =
  'The Service Bus namespace has no such queue, topic or subscription (MessagingEntityNotFound). Check REVOCATION_QUEUE, RESULTS_TOPIC and REJECTED_QUEUE; session-revoker doctor names the one that is missing.';

/** An error for the person at the terminal: what is wrong first, and what to do last. */
export function errorText(error: unknown): string {
  if (error instanceof ApiFailure) return apiFailureText(error);
  const cause = error instanceof Unavailable ? error.cause : error;
  if (codeOf(cause) === 'MessagingEntityNotFound') return MISSING_ENTITY;
  if (!(error instanceof Unavailable))
    return networkText(error) ?? (error instanceof Error ? error.message : String(error));
  const code = codeOf(error.cause);
  const reason = code === undefined ? '' : ` (${code})`;
  return `${error.message.replace(/\.$/, '')}${reason}. ${REMEDIES[error.what]}`;
}

/** The HTTP status or the code of a backend's error; its message may quote hosts and keys. */
const coded = z.object({ statusCode: z.number().optional(), code: z.string().optional() });

function codeOf(cause: unknown): string | undefined {
  const { statusCode, code } = coded.safeParse(cause).data ?? {};
  return statusCode === undefined ? code : String(statusCode);
}
