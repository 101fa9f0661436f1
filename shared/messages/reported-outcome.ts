import * as z from 'zod';
import { compact } from '../core/compact';
import type { OutcomeSummary } from '../core/outcome';
import type { ResultMessage } from './result-message';

/** What telemetry contains of an outcome. */
export interface ReportedOutcome extends Pick<OutcomeSummary, 'id' | 'status' | 'predicted' | 'mode'> {
  readonly tenantId?: string;
  readonly completedAt?: string;
  readonly user?: { readonly id?: string };
  readonly alert?: { readonly provider?: string; readonly severity?: string };
  readonly verified?: boolean;
  readonly confirmation?: { readonly id: string; readonly decision?: string };
  /** The primary method first. */
  readonly methods: readonly { readonly name: string; readonly attempts: number }[];
}

const text = z.string().exactOptional();
const reported = z.object({
  data: z.object({
    tenantId: text,
    completedAt: text,
    user: z.object({ id: text }).exactOptional(),
    alert: z.object({ provider: text, severity: text }).exactOptional(),
    verified: z.boolean().exactOptional(),
    confirmation: z.object({ id: z.string(), decision: text }).exactOptional(),
    methods: z.array(z.object({ name: z.string(), attempts: z.number() })),
  }),
});

/** What telemetry contains of an outcome that was recorded by an earlier try, as far as its message says. */
export function reportedOutcome(
  { body }: Pick<ResultMessage, 'body'>,
  { id, status, predicted, mode }: OutcomeSummary,
): ReportedOutcome {
  const { data } = reported.parse(JSON.parse(new TextDecoder().decode(body)));
  return compact({ ...data, id, status, predicted, mode });
}
