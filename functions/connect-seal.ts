import { managedIdentity } from '../shared/adapters/connections/managed-identity';
import { keyVaultSigner } from '../shared/adapters/seals/key-vault-signer';
import { lazySeals } from '../shared/adapters/seals/lazy-seals';
import type { KeptSeal } from '../shared/app/keep-seal';
import { keepSeal } from '../shared/app/keep-seal';
import type { SealOutcome } from '../shared/app/seal';
import { sealer } from '../shared/app/seal';
import { sealState } from '../shared/app/seal-state';
import type { Config } from '../shared/config/config';
import { compact } from '../shared/core/compact';
import type { CheckedSeal } from '../shared/health/seal-check';
import type { Clock } from '../shared/ports/clock';

/** The seal of outcomes. */
export interface SealConnections extends CheckedSeal {
  readonly seal: SealOutcome;
  /** Closes days that are over, and signs their heads. */
  readonly keep: () => Promise<KeptSeal>;
}

/** Connects the seal, where outcomes are sealed. Nothing is sent before its first use. */
export function connectSeal(
  { seal: config, identity }: Pick<Config, 'seal' | 'identity'>,
  system: { readonly clock: Clock; readonly random: () => number },
): SealConnections | undefined {
  if (!config) return undefined;
  const credential = () => managedIdentity(identity.clientId);
  const store = lazySeals(config.store, credential);
  const signer = config.key && keyVaultSigner(config.key, credential());
  const sealing = { store, ...system, ...compact({ keyId: signer?.keyId }) };
  return {
    seal: sealer(sealing),
    keep: () => keepSeal({ ...sealing, ...compact({ signer }) }),
    state: () => sealState(store),
    isSigned: signer !== undefined,
  };
}
