import { lazyArchive } from '../shared/adapters/archive/lazy-archive';
import { managedIdentity } from '../shared/adapters/connections/managed-identity';
import { fetchPoster } from '../shared/adapters/notifications/fetch-poster';
import { keyVaultSigner } from '../shared/adapters/seals/key-vault-signer';
import { lazySeals } from '../shared/adapters/seals/lazy-seals';
import type { ArchiveOutcome } from '../shared/app/archive';
import { archiver } from '../shared/app/archive';
import type { BeginWatch } from '../shared/app/begin-watch';
import { watchBeginner } from '../shared/app/begin-watch';
import { notifier } from '../shared/app/notify';
import type { BringEvent, Bringing } from '../shared/app/notify-again';
import { eventBringer } from '../shared/app/notify-again';
import type { KeptSeal } from '../shared/app/keep-seal';
import { keepSeal } from '../shared/app/keep-seal';
import type { SealOutcome } from '../shared/app/seal';
import { sealer } from '../shared/app/seal';
import { sealState } from '../shared/app/seal-state';
import type { Config } from '../shared/config/config';
import { compact } from '../shared/core/compact';
import type { CheckedSeal } from '../shared/health/seal-check';
import type { Clock } from '../shared/ports/clock';
import type { WatchStore } from '../shared/ports/watch-store';

/** What reads outcomes from the topic, as far as it is configured. */
export interface TopicReaders {
  readonly bring?: BringEvent;
  readonly archive?: ArchiveOutcome;
  readonly watch?: BeginWatch;
}

type System = Omit<Bringing, 'notify' | 'clock'> & { readonly clock: Clock; readonly watches: WatchStore };

/** Connects what reads outcomes from the topic. Nothing is sent before its first use. */
export function connectReaders(
  { notify, archive, identity, locale, policy }: Config,
  { watches, ...system }: System,
): TopicReaders {
  const { clock } = system;
  const credential = () => managedIdentity(identity.clientId);
  const poster = fetchPoster(clock);
  return compact({
    bring:
      notify &&
      eventBringer({
        ...system,
        notify: notifier({
          ...notify,
          writing: compact({ locale, consoleUrl: notify.consoleUrl }),
          poster,
          clock,
        }),
      }),
    archive: archive && archiver(lazyArchive(archive, credential, clock)),
    watch: policy.watch && watchBeginner(watches),
  });
}

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
