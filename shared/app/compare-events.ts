import { digestIndex } from '../core/seal/digest-index';
import type { Report } from '../core/seal/finding';
import { sha256 } from '../core/sha256';
import { canonicalEvent, idOfEvent } from '../messages/seal/sealable-event';
import { eachLine } from './each-line';
import type { OnEvent } from './verify-seal';

/** The comparison of a file of events with a seal. */
export interface EventComparison {
  /** How many events the file has. */
  readonly events: number;
  /** Takes each event of the seal. */
  readonly onEvent: OnEvent;
  /** When the seal is read: reports the events of the file that it has not. */
  readonly end: () => Promise<void>;
}

/**
 * Compares the events of a file, one a line, with those of a seal, in both directions. Their content counts, not how it is written: names may be in
 * another order, and spaces elsewhere.
 *
 * @param read reads the file from its beginning; called twice
 */
export async function compareEvents(
  read: () => AsyncIterable<Uint8Array>,
  report: Report,
): Promise<EventComparison> {
  const ofFile = digestIndex();
  /** Those of the seal whose bytes differ, by the digests of their content. */
  const inDoubt = digestIndex();
  /** Ids that the file has again, with other bytes. */
  const repeated = new Set<string>();
  let events = 0;
  await eachEvent(
    read(),
    ({ id, body }) => {
      events++;
      if (ofFile.add(id, sha256(body)) === 'different') repeated.add(id);
    },
    (line) => report({ kind: 'notAnEvent', line }),
  );
  return {
    events,
    onEvent: ({ id, segment, line }, body) => {
      const found = ofFile.lookUp(id, sha256(body));
      if (found === 'absent') report({ kind: 'notInFile', place: { segment, line }, id });
      if (found === 'different' || repeated.has(id)) inDoubt.add(id, contentDigest(body));
    },
    end: () =>
      eachEvent(
        read(),
        ({ id, body }, line) => {
          if (!ofFile.wasLookedUp(id)) report({ kind: 'notSealed', line, id });
          else if (inDoubt.has(id) && inDoubt.lookUp(id, contentDigest(body)) === 'different')
            report({ kind: 'notAsSealed', line, id });
        },
        () => undefined,
      ),
  };
}

interface ReadEvent {
  readonly id: string;
  readonly body: Uint8Array;
}

async function eachEvent(
  stream: AsyncIterable<Uint8Array>,
  take: (event: ReadEvent, line: number) => void,
  takeOther: (line: number) => void,
): Promise<void> {
  let line = 0;
  const takeLine = (body: Uint8Array): void => {
    line++;
    if (body.length === 0) return;
    const id = idOfEvent(body);
    if (id === undefined) takeOther(line);
    else take({ id, body }, line);
  };
  await eachLine(stream, takeLine, { isLastWithoutEnd: true });
}

function contentDigest(body: Uint8Array): string {
  return sha256(canonicalEvent(body));
}
