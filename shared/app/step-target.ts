import { compact } from '../core/compact';
import type { Containment } from '../core/containment';
import { notedOf } from '../core/containment-changes';
import type { ContainmentStep } from '../core/containment-step';
import type { DirectoryUser } from '../core/directory-user';
import type { ContainmentTarget } from '../ports/containment-method';

/** Whom a step of a containment is about, as the record has it now. */
export function stepTarget(
  user: DirectoryUser,
  containment: Containment,
  step: ContainmentStep,
): ContainmentTarget {
  const { firstSeenAt } = containment;
  return compact({
    user,
    noted: notedOf(containment, step),
    firstSeenAt: firstSeenAt === undefined ? undefined : new Date(firstSeenAt),
  });
}
