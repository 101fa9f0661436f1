import * as z from 'zod';
import { PATH } from './json-path';
import { pathProblem } from './legacy-expression';

export const MAX_LIST = 100;
const MAX_PATH_LENGTH = 256;

/** Text of any kind. */
export const text = z
  .string({ error: 'must be text, or a list of texts' })
  .min(1, { error: 'must not be empty' })
  .max(512);
/** A path in a message. */
export const path = z
  .string({ error: 'must be a path, or a list of paths' })
  .max(MAX_PATH_LENGTH, { error: `must not be longer than ${String(MAX_PATH_LENGTH)} characters` })
  .regex(PATH, { error: ({ input }) => pathProblem(String(input)) })
  .meta({
    id: 'path',
    description:
      'Names joined by dots; [] for each item of a list, [name=value] for some; "." for the place itself',
  });
/** A list that has at least one item. */
export const list = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item, { error: 'must be a list' })
    .min(1, { error: 'must not be empty' })
    .max(MAX_LIST, { error: `must not be longer than ${String(MAX_LIST)}` });
/** One path, or several. */
export const paths = z.union([path, list(path)]);
/** One text, or several. */
export const texts = z.union([text, list(text)]);

/** Keys for the reader of a format. */
export const notes = {
  description: text.optional().describe('For the reader; JSON has no comments'),
  source: text.optional().describe('The document that the paths come from'),
};

/** The error of an object that is something else; unknown keys have an error of their own. */
export const anObject = {
  error: ({ code }: { readonly code?: string }): string | undefined =>
    code === 'invalid_type' ? 'must be an object' : undefined,
};

/** The time of an alert: a path, paths of which the latest time counts, or several of these. */
export function timeSchema() {
  const latest = z
    .strictObject({ latest: paths.describe('Of all times at these paths, the latest counts') }, anObject)
    .meta({ id: 'latestTime' });
  const time = z.union([path, latest]);
  return z
    .union([time, list(time)])
    .describe('When the alert was raised: of several times the first that can be read counts');
}
