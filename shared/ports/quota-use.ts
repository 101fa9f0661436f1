/** How much of a quota was in use when the backend reported it. */
export interface QuotaUse {
  readonly usedPercent: number;
  readonly readAt: Date;
}
