/** Commands that need no settings. */
const OFFLINE = ['explain', 'formats'];

/**
 * What a person in a clone may have forgotten whose command has failed; undefined: nothing that can be seen from here.
 *
 * @param environment that of the command, with the settings of the local stack if there is one
 */
export function missingStack(
  [command = '']: readonly string[],
  status: number,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const isConnected = Object.keys(environment).some((name) => name.startsWith('ServiceBusConnection'));
  if (status === 0 || isConnected || OFFLINE.includes(command)) return undefined;
  return 'No local stack serves in this folder, and no ServiceBusConnection… is set: is `npm start` running?';
}
