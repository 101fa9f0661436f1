import { createServer } from 'node:https';
import * as z from 'zod';
import { listen } from '../../local/listen';
import type { Receiver } from '../../local/receiver';
import type { Certificate } from '../../local/tenant/certificate';

const message = z.object({
  attachments: z.tuple([
    z.object({
      content: z.object({
        body: z.array(z.object({ inlines: z.array(z.object({ text: z.string() })) })),
        actions: z
          .array(z.object({ type: z.literal('Action.OpenUrl'), title: z.string(), url: z.url() }))
          .default([]),
      }),
    }),
  ]),
});

/** A card as a person reads it in Teams. */
export interface ReadCard {
  readonly lines: readonly string[];
  /** Where its only button leads. */
  readonly link: string | undefined;
}

/** The cards that have come to the stand-in of Teams, the oldest first. */
export function cardsAt({ deliveries }: Receiver, path = '/teams'): readonly ReadCard[] {
  return deliveries
    .filter((delivery) => delivery.path === path)
    .map(({ body }) => {
      const { body: blocks, actions } = message.parse(JSON.parse(body.toString())).attachments[0].content;
      if (actions.length > 1) throw new Error('A card has more than one button.');
      return {
        lines: blocks.map(({ inlines }) => inlines.map(({ text }) => text).join('')),
        link: actions[0]?.url,
      };
    });
}

/** An https address that is known before the app's own is, and leads there: what follows `#` goes along in the browser. */
export interface FrontDoor {
  readonly origin: string;
  leadTo(origin: string): void;
  stop(): Promise<void>;
}

export async function openFrontDoor(certificate: Certificate): Promise<FrontDoor> {
  let target: string | undefined;
  const server = createServer(certificate, ({ url = '/' }, response) => {
    if (target === undefined) response.writeHead(503).end();
    else response.writeHead(302, { location: new URL(url, target).href }).end();
  });
  const { port, stop } = await listen(server);
  return {
    origin: `https://localhost:${String(port)}`,
    leadTo: (origin) => void (target = origin),
    stop,
  };
}
