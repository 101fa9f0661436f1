import * as z from 'zod';
import { anObject, list, notes, path } from './format-schema-parts';

/** Longer names of events are cut. */
export const MAX_EVENT_LENGTH = 256;

const eventName = z
  .string({ error: 'must be text' })
  .min(1, { error: 'must not be empty' })
  .max(MAX_EVENT_LENGTH)
  .describe(
    'As rules of the policy (`sources`), `explain` and results name the event; `a/b` is a kind of `a`',
  );

/** Where an alert names its event, or the names that a format gives to events by conditions. */
export function eventSchema<Condition extends z.ZodType>(condition: Condition) {
  const named = z
    .strictObject(
      {
        name: eventName,
        when: list(condition).describe('Of the alert. All of these conditions are met'),
        ...notes,
      },
      anObject,
    )
    .meta({ id: 'event' });
  return z
    .union([path, list(z.union([path, named]))], {
      error: 'must be a path, or a list of paths and of events with `name` and `when`',
    })
    .describe(
      'The type or name of the event. The first path that has a text, or event whose conditions are met, counts',
    );
}
