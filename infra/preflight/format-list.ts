import * as z from 'zod';

const withDefinitions = z.looseObject({ definitions: z.unknown() });
const formatFile = z.looseObject({ formats: z.array(z.unknown()) });

/**
 * The items of a list of formats that content makes: a list, or an object with formats, which stays together only if its
 * formats use definitions of its own.
 */
export function formatItems(content: unknown): readonly unknown[] {
  if (Array.isArray(content)) return content.flatMap((item: unknown) => formatItems(item));
  const { data: file } = formatFile.safeParse(content);
  if (!file) return [content];
  if (!withDefinitions.safeParse(file).success) return file.formats;
  const { $schema: _ofTheEditor, ...rest } = file;
  return [rest];
}

/** Whether two settings have the same formats, in any order and any form. */
export function haveSameFormats(one: unknown, other: unknown): boolean {
  const written = (content: unknown): string =>
    formatItems(content)
      .map((item) => JSON.stringify(item))
      .sort()
      .join('\n');
  return written(one) === written(other);
}
