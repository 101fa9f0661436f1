/** The SID of an account of the cloud: the four numbers are the object id ([MS-DTYP] 2.4.2, Entra's S-1-12-1). */
const CLOUD_SID = /^S-1-12-1-(\d{1,10})-(\d{1,10})-(\d{1,10})-(\d{1,10})$/i;

/** The object id that a SID of the cloud holds, as four little-endian numbers of 32 bits; undefined for other SIDs. */
export function objectIdOfSid(sid: string): string | undefined {
  const numbers = CLOUD_SID.exec(sid)?.slice(1).map(Number);
  if (!numbers || numbers.some((number) => number > 0xffffffff)) return undefined;
  const [first = '', second = '', third = '', fourth = ''] = numbers.map(littleEndian);
  // The first three fields of a GUID are little-endian in its bytes, and the last two are not.
  const [low, middle, high] = [reversed(first), reversed(second.slice(0, 4)), reversed(second.slice(4))];
  return `${low}-${middle}-${high}-${third.slice(0, 4)}-${third.slice(4)}${fourth}`;
}

function littleEndian(number: number): string {
  return reversed(number.toString(16).padStart(8, '0'));
}

/** The bytes of hexadecimal text in the opposite order. */
function reversed(hex: string): string {
  return (hex.match(/../g) ?? []).toReversed().join('');
}
