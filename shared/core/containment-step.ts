/** The steps of a containment, in the order in which outcomes list them; the names are part of the contract. */
export const containmentSteps = [
  'disableSignIn',
  'confirmCompromised',
  'identityAccounts',
  'removeAuthenticationMethods',
  'removeConsents',
  'disableDevices',
] as const;

export type ContainmentStep = (typeof containmentSteps)[number];

/** The steps that take away what was added since the alert's first-seen time. They come after the second revocation. */
export const removalSteps = ['removeAuthenticationMethods', 'removeConsents', 'disableDevices'] as const;

export type RemovalStep = (typeof removalSteps)[number];

export function isRemoval(step: ContainmentStep): step is RemovalStep {
  return (removalSteps as readonly ContainmentStep[]).includes(step);
}
