import type { Receiver, Sender } from 'rhea';
import { addressOf } from './addresses';

/** The largest message of the Standard tier, in bytes. */
export const MAX_MESSAGE_BYTES = 262_144;

/** The parts of a link in rhea that its types do not declare. */
interface LocalLink {
  readonly local: {
    readonly attach: {
      snd_settle_mode?: number;
      rcv_settle_mode?: number;
      max_message_size?: number;
      properties?: Readonly<Record<string, Buffer>>;
    };
  };
}

/**
 * Accepts an attach: with its addresses, its settle modes and the largest message. Without the addresses an attach is
 * refused, and an error follows.
 */
export function answerAttach(link: Sender | Receiver): void {
  const { attach } = (link as unknown as LocalLink).local;
  link.set_source({ address: addressOf(link.source) });
  link.set_target({ address: addressOf(link.target) });
  attach.snd_settle_mode = link.snd_settle_mode;
  attach.rcv_settle_mode = link.rcv_settle_mode;
  attach.max_message_size = MAX_MESSAGE_BYTES;
}

/** Adds properties to the answer of an attach. */
export function answerProperties(link: Sender, properties: Readonly<Record<string, Buffer>>): void {
  (link as unknown as LocalLink).local.attach.properties = properties;
}
