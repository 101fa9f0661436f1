import { isDeepStrictEqual } from 'node:util';
import { armGuid } from './arm-guid';
import { haveSameFormats } from './format-list';
import { FORMER_SETTINGS, RECORD, TEMPLATE_SETTINGS } from './setting-table';
import { isObject } from '../../shared/messages/json-object';
import { parsed } from './parsed';

export type Settings = Readonly<Record<string, string | undefined>>;

/**
 * A live app setting that the deployment would undo. `changed`: it is not what the last deployment wrote; `setByHand`: no
 * deployment has recorded it, and this one would write another value; `unowned`: no file or variable has it, so it would be
 * removed.
 */
export interface Difference {
  readonly setting: string;
  readonly kind: 'changed' | 'setByHand' | 'unowned';
}

/**
 * What a deployment would undo of the live app settings, sorted by name. A setting whose live value the deployment would
 * write is never one of them.
 *
 * @param live all app settings of the deployed app
 * @param next what this deployment would write, by name; undefined where only the deployment knows it
 */
export function differences(live: Settings, next: Settings): readonly Difference[] {
  const record = recordOf(live[RECORD]);
  const names = new Set(
    [...Object.keys(live), ...Object.keys(record ?? {})].filter((name) => name !== RECORD),
  );
  return [...names].sort().flatMap((setting): Difference[] => {
    const value = live[setting] ?? '';
    const isGone = !(setting in live) && !(setting in next) && !TEMPLATE_SETTINGS.includes(setting);
    if (isGone || isSame(setting, value, next[setting])) return [];
    const written = record?.[setting];
    if (written !== undefined) return written === armGuid(value) ? [] : [{ setting, kind: 'changed' }];
    if (setting in next) return next[setting] === undefined ? [] : [{ setting, kind: 'setByHand' }];
    return [...TEMPLATE_SETTINGS, ...FORMER_SETTINGS].includes(setting) ? [] : [{ setting, kind: 'unowned' }];
  });
}

/** Text, or JSON with the same value however it is written. */
function isSame(setting: string, live: string, next: string | undefined): boolean {
  if (next === undefined) return false;
  if (live === next) return true;
  const [one, other] = [parsed(live), parsed(next)];
  if (one === undefined || other === undefined) return false;
  return setting === 'ALERT_FORMATS' ? haveSameFormats(one, other) : isDeepStrictEqual(one, other);
}

/** The record of the last deployment; undefined if it is missing or cannot be read, as before the first one. */
function recordOf(text: string | undefined): Settings | undefined {
  const record = parsed(text ?? '');
  if (!isObject(record)) return undefined;
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, String(value)]));
}
