import { MAX_SNAPSHOT_TEXT } from '../../core/account-snapshot';

/** The last two digits of a phone number. */
export function maskedPhone(number: string): string {
  const digits = number.replace(/\D/g, '');
  return `…${digits.length > 4 ? digits.slice(-2) : ''}`;
}

/** The first character and the domain of an email address. */
export function maskedMail(address: string): string {
  const at = address.lastIndexOf('@');
  return at > 0 ? `${Array.from(address)[0] ?? ''}…${address.slice(at)}` : '…';
}

/**
 * A text of a backend, cut to a length that a record has room for; undefined when there is none. An intruder may have
 * written it: control characters, which a terminal would obey, become spaces; what is invisible, or turns the direction of
 * writing, is taken out.
 */
export function shortText(value: string | null | undefined): string | undefined {
  const whole = value
    ?.toWellFormed()
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
    .replaceAll(/\p{Cf}/gu, '')
    .trim();
  if (!whole) return undefined;
  const characters = Array.from(whole);
  return characters.length > MAX_SNAPSHOT_TEXT
    ? `${characters.slice(0, MAX_SNAPSHOT_TEXT - 1).join('')}…`
    : whole;
}
