import type { HoldRule } from './hold-rules';

/** Nobody signs out a whole company without a person having looked. */
export const brakeHasRoom: HoldRule = {
  name: 'brake-has-room',
  hold: ({ facts, policy: { brake } }) => {
    if (facts.brake !== 'full' || !brake) return undefined;
    const window = `${String(brake.windowMs / 60_000)} min`;
    return {
      status: 'held',
      detail: `${String(brake.users)} users were signed out within ${window}, which is as many as policy allows.`,
    };
  },
};
