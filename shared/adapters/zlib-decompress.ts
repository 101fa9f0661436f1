import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import type { Decompress, Decompressed } from '../messages/content-encoding';

/** The largest body that is read, in bytes, compressed or not. */
const MAX_BYTES = 1024 * 1024;
const options = { maxOutputLength: MAX_BYTES };

/** Decompresses with zlib. Senders write both forms of deflate, with the header of zlib and without it. */
export const zlibDecompress: Decompress = (bytes, encoding) => {
  if (encoding === 'gzip') return decompressed(() => gunzipSync(bytes, options));
  const wrapped = decompressed(() => inflateSync(bytes, options));
  return wrapped.kind === 'notCompressed' ? decompressed(() => inflateRawSync(bytes, options)) : wrapped;
};

function decompressed(decompress: () => Uint8Array): Decompressed {
  try {
    return { kind: 'decompressed', bytes: decompress() };
  } catch (failure) {
    return { kind: codeOf(failure) === 'ERR_BUFFER_TOO_LARGE' ? 'tooLarge' : 'notCompressed' };
  }
}

function codeOf(failure: unknown): unknown {
  return typeof failure === 'object' && failure !== null && 'code' in failure ? failure.code : undefined;
}
