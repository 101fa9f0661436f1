import type { IncidentState } from '../core/false-positive';
import type { IncidentComment } from '../messages/incidents/incident-comment';

/** Why a call was not carried out; it may be made again. */
export interface IncidentFailure {
  readonly kind: 'failed';
  /** For the log: never text of an incident. */
  readonly reason: string;
  /** How long, in ms, the system asks to wait. */
  readonly retryAfterMs?: number;
  /** It is about this incident, or where it is kept: others may be read. */
  readonly isOfIncident?: true;
}

/** What an incident has. */
export type IncidentRead =
  | {
      readonly kind: 'read';
      /** The texts of all its comments. */
      readonly comments: readonly string[];
      /** Whether it has the tag of the app, or its system has none for it. */
      readonly isTagged: boolean;
    }
  | { readonly kind: 'notFound' }
  | IncidentFailure;

/** What a system says of an incident. */
export type IncidentJudged =
  | { readonly kind: 'judged'; readonly state: IncidentState }
  | { readonly kind: 'notFound' }
  | IncidentFailure;

/** The result of a write. */
export type IncidentWritten = { readonly kind: 'written' } | IncidentFailure;

/** The incidents of one system in one tenant. No call is repeated by itself, and none rejects because of the system's answer. */
export interface Incidents {
  /** @param id as `Incident` has it */
  read(id: string): Promise<IncidentRead>;
  /** Reads whether it is a false positive; one that is merged into another is none. Needs no right to write. */
  judge(id: string): Promise<IncidentJudged>;
  /** Adds a comment. One with the same id replaces the other where the system knows our ids; Defender XDR does not. */
  comment(id: string, comment: IncidentComment): Promise<IncidentWritten>;
  /** Adds the tag of the app to those that the incident has. */
  tag(id: string): Promise<IncidentWritten>;
}
