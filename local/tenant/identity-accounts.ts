/** An account of an identity as Defender for Identity stores it. */
export interface StoredAccount {
  readonly identifier: string;
  readonly identityProvider: 'activeDirectory' | 'entraID' | 'okta';
  isEnabled: boolean;
  /** How often its sessions were ended. */
  revocations: number;
}

/** A person's accounts, found by their security identifiers. */
export interface StoredIdentity {
  readonly id: string;
  readonly onPremisesSecurityIdentifier?: string;
  readonly cloudSecurityIdentifier?: string;
  readonly accounts: readonly StoredAccount[];
}

/** What can be done to an account now ("account resource type", by provider). */
export function actionsOf({ identityProvider, isEnabled }: StoredAccount): readonly string[] {
  const sessions = identityProvider !== 'activeDirectory' && isEnabled ? ['revokeAllSessions'] : [];
  return [isEnabled ? 'disable' : 'enable', ...sessions];
}

/** An account of a test. */
export function storedAccount(
  identifier: string,
  identityProvider: StoredAccount['identityProvider'],
  isEnabled = true,
): StoredAccount {
  return { identifier, identityProvider, isEnabled, revocations: 0 };
}
