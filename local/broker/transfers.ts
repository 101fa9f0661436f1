import type { Session } from 'rhea';

/** A session in rhea, whose types do not declare how it takes transfers. */
interface TransferSession {
  on_transfer: (frame: { readonly performative: { message_format: number | null } }) => void;
}

/** The format of a single message. */
const SINGLE_MESSAGE = 0;
/** Any other that is not that of a batch. */
const ENCODED_MESSAGE = 1;

/**
 * Has a session pass on the bytes of each message. rhea decodes messages of the format 0, and the types of their values and
 * their size are lost.
 */
export function keepEncoded(session: Session): void {
  const transfers = session as unknown as TransferSession;
  const onTransfer = transfers.on_transfer.bind(transfers);
  transfers.on_transfer = (frame) => {
    const { performative } = frame;
    if (performative.message_format === SINGLE_MESSAGE) performative.message_format = ENCODED_MESSAGE;
    onTransfer(frame);
  };
}
