import { compact } from '../core/compact';
import { ORIGINAL_REFERENCE, originalUnder, referenceIn } from '../messages/stored-original';
import type { Dependencies } from './dependencies';
import type { IncomingMessage } from './incoming-message';

/**
 * The message with its body: a copy that refers to a stored original gets it from there. `missingOriginal` is set when it is
 * not stored, or belongs to another message.
 *
 * @throws Unavailable when the store cannot be reached
 */
export async function fetchOriginal(
  { originals }: Pick<Dependencies, 'originals'>,
  message: IncomingMessage,
): Promise<IncomingMessage> {
  const { body, history, properties = {} } = message;
  const name = referenceIn(body, properties);
  if (name === undefined) return message;
  const stored = originalUnder(name, history.origin, await originals.find(name));
  if (!stored) return { ...message, missingOriginal: name };
  const { [ORIGINAL_REFERENCE]: _reference, ...carried } = properties;
  return compact({
    ...message,
    body: stored.body,
    contentType: stored.contentType,
    properties: { ...stored.properties, ...carried },
  });
}
