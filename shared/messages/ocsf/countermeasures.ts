import type { ContainmentStep } from '../../core/containment-step';
import type { RevocationMethod } from '../../core/revocation-method';

/** A tactic of MITRE D3FEND, and a technique where there is one for what was done. */
export interface Countermeasure {
  readonly d3f_tactic: { readonly name: string };
  readonly d3f_technique?: Technique;
}

interface Technique {
  readonly uid: string;
  readonly name: string;
}

const SESSION_TERMINATION = { uid: 'D3-ST', name: 'Session Termination' };
const CACHE_INVALIDATION = { uid: 'D3-ANCI', name: 'Authentication Cache Invalidation' };
const ACCOUNT_LOCKING = { uid: 'D3-AL', name: 'Account Locking' };
const CREDENTIAL_REVOCATION = { uid: 'D3-CR', name: 'Credential Revocation' };

/** A consent is not a credential, and a risk not an act: they have the tactic alone. */
const TECHNIQUES: Readonly<Record<RevocationMethod | ContainmentStep | 'revokeAgain', readonly Technique[]>> =
  {
    graph: [SESSION_TERMINATION, CACHE_INVALIDATION],
    revokeAgain: [SESSION_TERMINATION, CACHE_INVALIDATION],
    sharePoint: [SESSION_TERMINATION],
    disableSignIn: [ACCOUNT_LOCKING],
    confirmCompromised: [],
    identityAccounts: [ACCOUNT_LOCKING],
    removeAuthenticationMethods: [CREDENTIAL_REVOCATION],
    removeConsents: [],
    disableDevices: [],
  };
const techniques: ReadonlyMap<string, readonly Technique[]> = new Map(Object.entries(TECHNIQUES));

const EVICT = { name: 'Evict' };
const RESTORE: Countermeasure = {
  d3f_tactic: { name: 'Restore' },
  d3f_technique: { uid: 'D3-RUAA', name: 'Restore User Account Access' },
};

/** What was tried against the intruder, each technique once; the tactic alone where no method has one. What waits was not tried. */
export function countermeasuresOf(
  status: string,
  methods: readonly { readonly name: string; readonly status: string }[],
): [Countermeasure, ...Countermeasure[]] {
  if (status === 'restored') return [RESTORE];
  const tried = methods.filter((method) => method.status !== 'awaitingConfirmation');
  const used = new Set(tried.flatMap(({ name }) => techniques.get(name) ?? []));
  const [first, ...others] = [...used].map((technique) => ({ d3f_tactic: EVICT, d3f_technique: technique }));
  return first ? [first, ...others] : [{ d3f_tactic: EVICT }];
}
