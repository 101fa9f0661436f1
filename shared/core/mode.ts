/** `whatIf` reads and decides as `revoke` does, and changes nothing. */
export type Mode = 'revoke' | 'whatIf';

/** The stricter of two modes: a preview wins. */
export function stricterMode(one: Mode, other: Mode): Mode {
  return one === 'whatIf' || other === 'whatIf' ? 'whatIf' : 'revoke';
}
