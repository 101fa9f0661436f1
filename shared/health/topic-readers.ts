import type { Config, Entities } from '../config/config';
import type { Policy } from '../core/policy';
import { NOTIFY_QUEUE } from '../config/notify-queue';
import type { TopicReader } from './topic-reader-check';

/** The subscription of the results topic from which `notify` reads. The templates create it under this name. */
export const NOTIFY_SUBSCRIPTION = 'notify';
/** The one from which `archive` reads. */
export const ARCHIVE_SUBSCRIPTION = 'archive';
/** The one from which `seal` reads. */
export const SEAL_SUBSCRIPTION = 'seal';
/** The one from which `watch` reads. */
export const WATCH_SUBSCRIPTION = 'watch';
/** The one from which `ocsf` reads. */
export const OCSF_SUBSCRIPTION = 'ocsf';
/** The one from which `writeBack` reads. */
export const WRITE_BACK_SUBSCRIPTION = 'write-back';

const CORRECT_NOTIFY =
  'Correct the destination in NOTIFY, which the log of the functions notify and notifyAgain names, and remove the messages there.';
const CORRECT_WATCH =
  'Correct what the log of the function watch names, and send the messages there to the topic again: until then those revocations are not watched.';
const CORRECT_ARCHIVE =
  'Correct what the log of the function archive names, and send the messages there to the topic again.';
const CORRECT_SEAL =
  'Correct what the log of the function seal names, and send the messages there to the topic again.';
const CORRECT_OCSF =
  'Correct what the log of the function ocsf names, and send the messages there to the topic again.';
const CORRECT_WRITE_BACK =
  'Correct what the log of the function writeBack names, and send the messages there to the topic again.';

/** To whom outcomes are passed on. */
export type PassedOn = Pick<Config, 'notify' | 'archive' | 'writeBack' | 'seal'> & {
  readonly watch?: Policy['watch'] | undefined;
};

const READERS = {
  notify: {
    name: 'notifications',
    subscription: NOTIFY_SUBSCRIPTION,
    remedy: CORRECT_NOTIFY,
    setting: 'NOTIFY',
    laterQueue: NOTIFY_QUEUE,
  },
  archive: {
    name: 'archive',
    subscription: ARCHIVE_SUBSCRIPTION,
    remedy: CORRECT_ARCHIVE,
    setting: 'ARCHIVE_OUTCOMES',
  },
  ocsf: { name: 'ocsf', subscription: OCSF_SUBSCRIPTION, remedy: CORRECT_OCSF, setting: 'PUBLISH_OCSF' },
  writeBack: {
    name: 'write-back',
    subscription: WRITE_BACK_SUBSCRIPTION,
    remedy: CORRECT_WRITE_BACK,
    setting: 'WRITE_BACK',
  },
  watch: {
    name: 'watch',
    subscription: WATCH_SUBSCRIPTION,
    remedy: CORRECT_WATCH,
    setting: 'the key watch in infra/settings/policy.json',
  },
  seal: { name: 'sealing', subscription: SEAL_SUBSCRIPTION, remedy: CORRECT_SEAL, setting: 'SEAL_OUTCOMES' },
} as const satisfies Readonly<Record<string, Omit<TopicReader, 'topic'>>>;

/** The functions that read from the results topic, as far as they are configured. */
export function topicReaders(
  { notify, archive, writeBack, watch, seal }: PassedOn,
  { resultsTopic: topic, ocsfTopic }: Pick<Entities, 'resultsTopic' | 'ocsfTopic'>,
): readonly TopicReader[] {
  const readers: readonly (readonly [unknown, Omit<TopicReader, 'topic'>])[] = [
    [notify, READERS.notify],
    [archive, READERS.archive],
    [ocsfTopic, READERS.ocsf],
    [writeBack, READERS.writeBack],
    [watch, READERS.watch],
    [seal, READERS.seal],
  ];
  return readers.filter(([setting]) => setting !== undefined).map(([, reader]) => ({ ...reader, topic }));
}
