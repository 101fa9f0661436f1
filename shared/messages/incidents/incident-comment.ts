import { digest } from '../../core/ids';
import { consoleLink } from '../console-link';
import type { IncidentNote } from './incident-note';

/** Microsoft Sentinel took so many characters before it took more; Defender XDR documents no limit. */
export const MAX_COMMENT = 3000;
/** The longest link; of the longer ones the address of the console is left. */
const MAX_LINK = 500;

/** A comment of ours. */
export interface IncidentComment {
  /** Follows from what it says: the same for the same notes. */
  readonly id: string;
  readonly text: string;
  /** Of the notes in it. */
  readonly markers: readonly string[];
}

type Said = Pick<IncidentNote, 'marker' | 'text' | 'requestId'>;

/**
 * The comments that say these notes, each note whole and in one of them, in a fixed order; a link to the console comes last.
 *
 * @param notes each marker once
 */
export function incidentComments(notes: readonly Said[], consoleUrl?: string): readonly IncidentComment[] {
  const pages: Said[][] = [];
  let room = 0;
  for (const note of notes.toSorted((one, other) => (one.marker < other.marker ? -1 : 1))) {
    const page = pages.at(-1);
    const length = note.text.length + 1;
    if (page && length <= room) {
      page.push(note);
      room -= length;
    } else {
      pages.push([note]);
      room = MAX_COMMENT - MAX_LINK - length;
    }
  }
  return pages.map((page) => commentOf(page, consoleUrl));
}

function commentOf(page: readonly Said[], consoleUrl: string | undefined): IncidentComment {
  const markers = page.map(({ marker }) => marker);
  const link = consoleUrl === undefined ? [] : [linkOf(page, consoleUrl)];
  return { id: uuidOf(markers), text: [...page.map(({ text }) => text), ...link].join('\n'), markers };
}

function linkOf(page: readonly Said[], consoleUrl: string): string {
  const [requestId, ...others] = new Set(page.map((note) => note.requestId));
  if (requestId === undefined || others.length > 0) return consoleUrl;
  const link = consoleLink(consoleUrl, requestId).replaceAll(/[!'()*_~]/g, escaped);
  return link.length < MAX_LINK ? link : consoleUrl;
}

/** What a URL may contain and Markdown gives a meaning to. */
function escaped(character: string): string {
  return `%${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}`;
}

/** A UUID of the version for digests of an application's own (RFC 9562, version 8). */
function uuidOf(markers: readonly string[]): string {
  const hex = digest(markers);
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
  ];
  return [...parts, hex.slice(20, 32)].join('-');
}
