import { containmentSteps } from './containment-step';
import { revocationMethods } from './revocation-method';

/** Everything that `methods` of an outcome may name: methods of revoking, steps of a containment, the second revocation. */
export const methodNames = [...revocationMethods, ...containmentSteps, 'revokeAgain'] as const;

export type MethodName = (typeof methodNames)[number];
