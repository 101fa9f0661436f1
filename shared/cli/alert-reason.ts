import type { Detail } from '../core/detail';
import { writeDetail } from '../core/detail';

/** Why an alert asks for nobody to be signed out: the condition that was met, or a sentence. */
export function alertReason(detail: Detail): string {
  const { condition } = detail.values;
  return typeof condition === 'string' ? condition : writeDetail(detail);
}
