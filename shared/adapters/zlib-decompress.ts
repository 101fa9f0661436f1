import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import type { Decompress, Decompressed } from '../messages/content-encoding';

/** The largest body that is read, in bytes, compressed or not. */
const MAX_BYTES = 1024 * 1024;
const options = { maxOutputLength: MAX_BYTES };

/** Decompresses with zlib. Senders write both forms of deflate, with the header of zlib and without it. */
export const zlibDecompress: Decompress = (bytes, encoding) => {
  if (encoding === 'gzip') return decompressed(() => gunzipSync(bytes, options));
  const wrapped = decompressed(() => inflateSync(bytes, options));
  if (wrapped.kind !== 'notCompressed' || isJson(bytes)) return wrapped;
  return decompressed(() => inflateRawSync(bytes, options));
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

/** The first bytes of JSON may also be those of the raw form, which ignores what follows its end. */
function isJson(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes).toString('latin1').trim();
  return /^[[{"]/.test(text) && /[\]}"]$/.test(text);
}
