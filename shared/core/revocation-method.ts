/** A method of revoking; the name is part of the contract. */
export type RevocationMethod = 'graph';

/** The methods by which every revocation is done. */
export const revocationMethods: readonly [RevocationMethod, ...RevocationMethod[]] = ['graph'];
