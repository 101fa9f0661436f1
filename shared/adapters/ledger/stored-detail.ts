import * as z from 'zod';
import type { Detail, DetailCode } from '../../core/detail';
import { details } from '../../core/detail';

const detailCode = z.custom<DetailCode>((code) => typeof code === 'string' && Object.hasOwn(details, code));
export const storedDetail: z.ZodType<Detail> = z.strictObject({
  code: detailCode,
  values: z.record(z.string(), z.union([z.string(), z.lazy(() => storedDetail)])),
});

/** Undefined when there is none, or when its code is of another version: the text then serves in its place. */
export function readDetail(column: string | undefined): Detail | undefined {
  return column === undefined ? undefined : storedDetail.safeParse(JSON.parse(column)).data;
}
