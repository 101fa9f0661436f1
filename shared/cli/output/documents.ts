import { printable } from '../printable';

/** Characters that steer a terminal, or are invisible. A line feed in a document parts its lines: in texts it is escaped. */
const UNSAFE = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Data as one JSON document for people and programs. */
export function jsonDocument(data: unknown): string {
  return asJson(data, 2);
}

/** Data as JSON on one line. */
export function jsonLine(data: unknown): string {
  return asJson(data, 0);
}

function asJson(data: unknown, indent: number): string {
  return JSON.stringify(data, null, indent).replace(UNSAFE, (character) =>
    Array.from({ length: character.length }, (_, n) => `\\u${hex(character.charCodeAt(n), 4)}`).join(''),
  );
}

/** Data as a YAML document, in which readers of YAML 1.1 find the same texts. */
export async function yamlDocument(data: unknown): Promise<string> {
  const { Document, visit } = await import('yaml');
  const document = new Document(data, { aliasDuplicateObjects: false, compat: 'yaml-1.1' });
  visit(document, {
    Scalar: (_key, node) => {
      // Only a text in double quotes has escapes.
      if (typeof node.value === 'string' && node.value.search(UNSAFE) !== -1) node.type = 'QUOTE_DOUBLE';
    },
  });
  const text = document.toString({ lineWidth: 0 }).trimEnd();
  return text.replace(UNSAFE, (character) => `\\U${hex(character.codePointAt(0) ?? 0, 8)}`);
}

/** Texts as one line with tabs between them. Tabs within a text, and whatever steers a terminal, are written as codes. */
export function tsvLine(texts: readonly string[]): string {
  return texts.map(printable).join('\t');
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}
