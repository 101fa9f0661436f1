import { previewLedger } from '../shared/adapters/ledger/preview-ledger';
import { accessTokenVerifier } from '../shared/adapters/token-verifier/access-token-verifier';
import { consoleSettings } from '../shared/api/console-settings';
import type { Dependencies } from '../shared/app/dependencies';
import type { PreviewDependencies } from '../shared/app/preview-message';
import type { ApiConfig } from '../shared/config/config';
import type { AccessTokenVerifier } from '../shared/ports/access-token-verifier';
import type { OperatingParts } from './answer-operating-calls';

/** What operators change by the API. */
type Operated = Pick<OperatingParts, 'switchStore' | 'quarantine' | 'replayQueue' | 'quotaUse'>;

/** What the API needs beside the app's own connections. */
export interface ApiConnections extends Operated {
  readonly accessTokens: AccessTokenVerifier;
  /** Where people sign in. */
  readonly authorizationUri: string;
  /** What the console is given; undefined: there is none. */
  readonly console: ReturnType<typeof consoleSettings> | undefined;
  /** What a preview needs; its ledger writes nothing and is used once. */
  readonly previewing: () => PreviewDependencies;
}

/** Connects the API. Nothing is sent before its first use. */
export function connectApi(accepted: ApiConfig, app: Dependencies, operated: Operated): ApiConnections {
  const { switchStore, quarantine, replayQueue, quotaUse } = operated;
  return {
    switchStore,
    quarantine,
    replayQueue,
    quotaUse,
    accessTokens: accessTokenVerifier(accepted, app.clock),
    authorizationUri: `${accepted.authority}/${accepted.tenantId}/oauth2/v2.0/authorize`,
    console: accepted.console && consoleSettings(accepted, accepted.console),
    previewing: () => ({ ...app, ledger: previewLedger(app.ledger) }),
  };
}
