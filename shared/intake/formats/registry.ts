import type { Format } from '../format';
import { native } from './native';

/** Every format that is read. Exactly one may recognise a message. */
export const formats: readonly Format[] = [native];
