/** A user as the directory describes them. */
export interface DirectoryUser {
  readonly id: string;
  readonly userPrincipalName?: string;
  readonly userType?: string;
  /** Set for invited users, whatever their `userType`. */
  readonly externalUserState?: string;
  /** `signInType` of each identity: `userPrincipalName`, `federated`, `emailAddress`, … */
  readonly signInTypes: readonly string[];
  /** RFC 3339; sessions older than this are void. Absent when never revoked. */
  readonly sessionsValidFrom?: string;
}
