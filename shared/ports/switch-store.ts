import type { SwitchChange, SwitchSetting } from '../core/switch-change';

/** The row of the emergency switch. */
export type SwitchRow =
  /** Nobody has ever used the switch. */
  | { readonly kind: 'unset' }
  | { readonly kind: 'set'; readonly change: SwitchChange }
  /** A row that says neither `stopped` nor `running`; somebody has written it by hand. */
  | { readonly kind: 'malformed' };

/** Where the emergency switch lies: one row, which no deployment writes. */
export interface SwitchStore {
  /** @throws Unavailable when the row cannot be read */
  read(): Promise<SwitchRow>;
  /**
   * Sets the switch, whatever it says.
   *
   * @throws Unavailable when the row cannot be written
   */
  set(setting: SwitchSetting): Promise<SwitchChange>;
  /**
   * Sets the switch if the change that was found is still its last one. Undefined when it is not.
   *
   * @throws Unavailable when the row cannot be written
   */
  replace(found: SwitchChange, setting: SwitchSetting): Promise<SwitchChange | undefined>;
}
