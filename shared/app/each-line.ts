/** A line that is longer, in bytes, is cut there, so that memory is bounded: Service Bus takes no message of this size. */
const MAX_LINE_BYTES = 128 * 1024 * 1024;
const LINE_BREAK = 0x0a;

/**
 * Calls with each line of a stream, without its end. Returns whether the last line has none.
 *
 * @param isLastWithoutEnd whether such a line is taken as well
 */
export async function eachLine(
  stream: AsyncIterable<Uint8Array>,
  take: (line: Uint8Array) => void,
  { isLastWithoutEnd = false } = {},
): Promise<boolean> {
  let rest: Uint8Array[] = [];
  let size = 0;
  for await (const piece of stream) {
    let begin = 0;
    for (let end = piece.indexOf(LINE_BREAK); end >= 0; end = piece.indexOf(LINE_BREAK, begin)) {
      const part = piece.subarray(begin, end);
      take(rest.length === 0 ? part : joined([...rest, part]));
      rest = [];
      size = 0;
      begin = end + 1;
    }
    if (begin === piece.length) continue;
    // The stream may use the memory of its pieces again.
    rest.push(piece.slice(begin));
    size += piece.length - begin;
    if (size > MAX_LINE_BYTES)
      throw new Error('A line has more than 128 MB: this is not a segment of a seal.');
  }
  if (isLastWithoutEnd && rest.length > 0) take(joined(rest));
  return rest.length > 0;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
