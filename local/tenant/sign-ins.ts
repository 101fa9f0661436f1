/** A sign-in, and when the logs show it. */
export interface StoredSignIn {
  readonly id: string;
  readonly userId: string;
  /** RFC 3339. */
  readonly createdDateTime: string;
  readonly isInteractive: boolean;
  /** From when on the logs and `signInActivity` show it, in ms since the epoch; absent: at once. */
  readonly shownAt?: number;
  /** Absent: 0, a success. */
  readonly errorCode?: number;
  readonly appDisplayName?: string;
  readonly clientAppUsed?: string;
  readonly ipAddress?: string;
  readonly location?: { readonly city?: string; readonly countryOrRegion?: string };
  readonly deviceDetail?: { readonly displayName?: string; readonly operatingSystem?: string };
}

/** The sign-ins of a tenant. */
export class SignIns {
  /** Few, so that a list with several pages is short. */
  pageSize = 3;
  /** Whether the tenant has the license for its logs. */
  isLicensed = true;
  readonly #all: StoredSignIn[] = [];

  add(...signIns: readonly StoredSignIn[]): void {
    this.#all.push(...signIns);
  }

  /** What is shown at a time, the newest first. */
  shown(now: Date): readonly StoredSignIn[] {
    return this.#all
      .filter(({ shownAt = 0 }) => shownAt <= now.getTime())
      .toSorted((one, other) => Date.parse(other.createdDateTime) - Date.parse(one.createdDateTime));
  }
}
