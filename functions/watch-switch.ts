import type { TimerHandler } from '@azure/functions';

/** Every minute (NCRONTAB: second, minute, hour, day, month, day of the week). */
export const SWITCH_SCHEDULE = '0 */1 * * * *';

/** Reads the emergency switch, and publishes a change of it which no message has brought to light. */
export function watchEmergencySwitch(watch: () => Promise<void>): TimerHandler {
  return () => watch();
}
