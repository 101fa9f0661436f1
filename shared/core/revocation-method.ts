/** The methods of revoking; the names are part of the contract. */
export const revocationMethods = ['graph', 'sharePoint'] as const;

export type RevocationMethod = (typeof revocationMethods)[number];

export function isRevocationMethod(name: string): name is RevocationMethod {
  return (revocationMethods as readonly string[]).includes(name);
}

/** The methods by which every revocation is done, each once. */
export type RevocationMethods = readonly [RevocationMethod, ...RevocationMethod[]];

/** The method by which a revocation is retried, proven and deduplicated: Graph where it is one of them. */
export function primaryMethod(methods: RevocationMethods): RevocationMethod {
  return methods.includes('graph') ? 'graph' : methods[0];
}

/** The methods that are called beside the primary one. */
export function otherMethods(methods: RevocationMethods): readonly RevocationMethod[] {
  const primary = primaryMethod(methods);
  return methods.filter((method) => method !== primary);
}

/** Only Graph's revocations can be read back from the directory. */
export function isShownByDirectory(methods: RevocationMethods): boolean {
  return primaryMethod(methods) === 'graph';
}
