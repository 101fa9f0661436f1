import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import * as z from 'zod';

/** A file with one message. */
export interface MessageFile {
  readonly file: string;
  readonly body: Uint8Array;
}

/** Reads a file; `-` is the standard input. Fails when there is none. */
export type ReadFile = (file: string) => Promise<Uint8Array>;

/** Reads files, and the standard input to its end, however slowly it is written. */
export function fileReader(input: NodeJS.ReadableStream): ReadFile {
  return async (file) => {
    try {
      return await (file === '-' ? buffer(input) : readFile(file));
    } catch (error) {
      throw new Error(`${file}: ${whyUnread(error)}`, { cause: error });
    }
  };
}

/** Reads files, one after the other. */
export async function messageFiles(files: readonly string[], read: ReadFile): Promise<MessageFile[]> {
  const messages: MessageFile[] = [];
  for (const file of files) messages.push({ file, body: await read(file) });
  return messages;
}

const coded = z.object({ code: z.string() });

function whyUnread(error: unknown): string {
  const code = coded.safeParse(error).data?.code ?? 'unknown';
  if (code === 'ENOENT') return 'cannot be found';
  return code === 'EISDIR' ? 'is a folder' : `cannot be read (${code})`;
}
