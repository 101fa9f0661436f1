/** A user of a directory, who stays the same whatever they are called. */
export interface Person {
  readonly tenantId: string;
  /** The object id. */
  readonly id: string;
  readonly userPrincipalName?: string;
}

/** Whether two are one user of one directory. */
export function isSamePerson(one: Person, other: Person): boolean {
  return (
    one.tenantId.toLowerCase() === other.tenantId.toLowerCase() &&
    one.id.toLowerCase() === other.id.toLowerCase()
  );
}
