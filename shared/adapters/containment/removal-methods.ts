import type { RemovalStep } from '../../core/containment-step';
import type { Clock } from '../../ports/clock';
import type { ContainmentMethod } from '../../ports/containment-method';
import type { GraphClient } from '../graph/graph-client';
import { disableDevices } from './disable-devices';
import { removalMethod } from './removal-method';
import { removeAuthenticationMethods } from './remove-authentication-methods';
import { removeConsents } from './remove-consents';

/** The steps that take away what was added since the alert's activity was first seen, on Microsoft Graph. */
export function removalMethods(
  graph: GraphClient,
  clock: Clock,
): Readonly<Record<RemovalStep, ContainmentMethod>> {
  return {
    removeAuthenticationMethods: removalMethod(removeAuthenticationMethods(graph), clock),
    removeConsents: removalMethod(removeConsents(graph), clock),
    disableDevices: removalMethod(disableDevices(graph), clock),
  };
}
