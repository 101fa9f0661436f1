import type { Container } from 'rhea';

/** A mechanism that accepts every client: the broker is on the loopback and contains only test data. */
interface Mechanism {
  outcome?: boolean;
  username?: string;
  start(): void;
}

interface Mechanisms {
  readonly enable_anonymous: () => void;
  readonly enable_plain: (isValid: () => boolean) => void;
  MSSBCBS?: () => Mechanism;
}

/** Offers the mechanisms of Service Bus. MSSBCBS defers authentication to the tokens that `$cbs` is given. */
export function enableMechanisms(container: Container): void {
  const mechanisms = container.sasl_server_mechanisms as Mechanisms;
  mechanisms.MSSBCBS = () => ({
    start() {
      this.outcome = true;
    },
  });
  mechanisms.enable_plain(() => true);
  mechanisms.enable_anonymous();
}
