import type { ContentEncoding, Decompress } from '../../messages/content-encoding';
import { decodeBase64 } from '../base64';
import type { Decoded, JsonDocument } from '../json-document';
import { decodeJson, documentsIn } from '../json-document';
import { JsonNode } from '../json-node';
import { NodeScope } from '../node-scope';
import type { SourceText } from '../open-text';

/** Where documents were found: in a message, or within a node of one. */
interface Place {
  readonly path: string;
  readonly within?: readonly SourceText[];
  readonly scope?: NodeScope;
}

/** The nodes of the documents that were found at a path, one for each document. */
export function nodesOf(
  documents: readonly JsonDocument[],
  { path, within = [], scope = new NodeScope() }: Place,
): readonly JsonNode[] {
  return documents.map(({ value, text }, n) => {
    const at = documents.length === 1 ? path : `${path}[${String(n)}]`;
    return new JsonNode(value, at, [...within, { text, path: at }], scope);
  });
}

/** How the bytes of a node are compressed, and what decompresses them. */
export interface Compression {
  readonly encoding: ContentEncoding | undefined;
  readonly decompress: Decompress | undefined;
}

/** What a node contains that holds a message as JSON, as text, or as bytes in base64. */
export function contentsOf(node: JsonNode, compression?: Compression): readonly JsonNode[] {
  const { value, content, path } = node;
  if (typeof value !== 'string' || typeof content !== 'string') return [node];
  const decoded =
    compression?.encoding && decodeCompressed(value, compression.encoding, compression.decompress);
  const documents = decoded?.kind === 'documents' ? decoded.documents : documentsIn(value);
  return documents ? nodesOf(documents, { path, within: node.sources, scope: node.scope }) : [node];
}

function decodeCompressed(
  value: string,
  encoding: ContentEncoding,
  decompress: Decompress | undefined,
): Decoded | undefined {
  const bytes = decodeBase64(value);
  const result = bytes && decompress?.(bytes, encoding);
  return result?.kind === 'decompressed' ? decodeJson(result.bytes) : undefined;
}
