import * as z from 'zod';
import { compact } from '../../core/compact';
import type { Alert } from '../../core/request';
import { alertSchema } from '../../messages/alert-schema';

const optionalText = z.string().exactOptional();

/** An alert as it is stored. Its times may be any text: an entry that cannot be read could be neither listed nor undone. */
export const storedAlert = alertSchema.extend({ createdAt: optionalText, firstSeenAt: optionalText });

/** The fields that the version before does not know, and refuses. */
const addedFields = z.object({ incidentId: optionalText, firstSeenAt: optionalText });

/** An alert in the form that the version before reads, and the column of what that does not know. */
export function alertColumns({ incidentId, firstSeenAt, ...known }: Alert = {}): {
  readonly known: Alert;
  readonly ofAlert?: string;
} {
  const added = compact({ incidentId, firstSeenAt });
  return { known, ...(Object.keys(added).length > 0 && { ofAlert: JSON.stringify(added) }) };
}

/** An alert with what the column of the other fields has. */
export function readAlert(known: Alert | undefined, column: string | undefined): Alert | undefined {
  return column === undefined ? known : compact({ ...known, ...addedFields.parse(JSON.parse(column)) });
}
