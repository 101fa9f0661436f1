/** `whatIf` reads and decides as `revoke` does, and changes nothing. */
export type Mode = 'revoke' | 'whatIf';

/** The stricter of two modes: whoever asks for a preview gets one. */
export function stricterMode(one: Mode, other: Mode): Mode {
  return one === 'whatIf' || other === 'whatIf' ? 'whatIf' : 'revoke';
}
