/** An answer of the admin host; `hang`: there is none. */
export type AdminAnswer = HttpAnswer | 'hang';

interface HttpAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text is sent as HTML, everything else as JSON. */
  readonly body: unknown;
}

/** The answer with a state, as `odata=nometadata` has it. */
export function state(value: number): AdminAnswer {
  return { status: 200, body: { State: value } };
}

/** The error of OData 3, in which SharePoint reports most errors. */
function odataError(code: string, value: string): object {
  return { 'odata.error': { code, message: { lang: 'en-US', value } } };
}

const HTML =
  '<!DOCTYPE html><html><head><title>Error</title></head><body>Sorry, something went wrong</body></html>';

/** What is known of the answers of `RevokeAllUserSessions`, by name. */
export const adminAnswers = {
  featureDisabled: state(0),
  userNotFound: state(1),
  failure: state(2),
  nonInstantaneousSuccess: state(3),
  instantaneousSuccess: state(4),
  unknownState: state(7),
  verbose: { status: 200, body: { d: { RevokeAllUserSessions: { State: 4 } } } },
  unsupportedAppOnly: { status: 401, body: { error_description: 'Unsupported app only token.' } },
  invalidToken: { status: 401, body: { error_description: 'Invalid issuer or signature.' } },
  unauthorized: {
    status: 403,
    body: odataError(
      '-2147024891, System.UnauthorizedAccessException',
      'Attempted to perform an unauthorized operation.',
    ),
  },
  accessDenied: { status: 403, body: { error: { code: 'accessDenied', message: 'Access denied' } } },
  appOnlyPrincipal: {
    status: 500,
    body: odataError(
      '-1, System.InvalidOperationException',
      'Cannot call this API with an app-only principal',
    ),
  },
  serverError: { status: 500, body: odataError('-1, System.Exception', 'Unexpected.') },
  badRequest: {
    status: 400,
    body: odataError('-1, Microsoft.SharePoint.Client.InvalidClientQueryException', ''),
  },
  notFound: { status: 404, body: HTML },
  throttled: { status: 429, headers: { 'Retry-After': '2' }, body: '429 TOO MANY REQUESTS' },
  busy: { status: 503, headers: { 'Retry-After': '30' }, body: HTML },
  unavailable: { status: 503, body: HTML },
  html: { status: 200, body: HTML },
  empty: { status: 200, body: {} },
  redirect: {
    status: 302,
    headers: { Location: '/_layouts/15/Authenticate.aspx?Source=%2F_api' },
    body: HTML,
  },
  hang: 'hang',
} as const satisfies Readonly<Record<string, AdminAnswer>>;
