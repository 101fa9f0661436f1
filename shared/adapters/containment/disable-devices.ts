import * as z from 'zod';
import type { ContainmentChange, KeptItem } from '../../core/containment';
import { detail } from '../../core/detail';
import type { ContainmentTarget } from '../../ports/containment-method';
import type { GraphAnswer } from '../graph/graph-answer';
import type { GraphClient } from '../graph/graph-client';
import { encodeSegment } from '../graph/user-path';
import { reasonToKeep } from './added-since';
import { DEVICES_PERMISSION, devices } from './devices';
import type { OnBehalf } from './graph-lists';
import type { Done, Removal, Survey } from './removal';

const STEP = 'disableDevices';
const state = z.object({ accountEnabled: z.boolean() });

/** Disables the devices of a user that were registered since the alert's activity was first seen, and were enabled. */
export function disableDevices(graph: GraphClient): Removal {
  return {
    step: STEP,
    survey: (target, onBehalf) => survey(graph, target, onBehalf),
    remove: (_userId, { item }, onBehalf) => setEnabled(graph, item.id, false, onBehalf),
    refused: (failure) => detail('keptRefused', { reason: failure.detail }),
    restore: (_userId, change, onBehalf) => enable(graph, change, onBehalf),
  };
}

async function survey(
  graph: GraphClient,
  { user, firstSeenAt, noted }: ContainmentTarget,
  onBehalf: OnBehalf,
): Promise<Survey> {
  const read = await devices(graph, user.id, onBehalf);
  if (read.kind === 'failed') return read;
  const changes: ContainmentChange[] = [];
  const kept: KeptItem[] = [];
  let isSynced = false;
  for (const device of read.items) {
    const { item, isEnabled } = device;
    const isOurs = noted.some((change) => change.step === STEP && change.item.id === item.id);
    const reason =
      reasonToKeep(firstSeenAt, item.addedAt) ??
      (isEnabled || isOurs ? undefined : detail('keptDisabledAlready'));
    if (reason) {
      kept.push({ item, reason });
      continue;
    }
    isSynced ||= device.isSynced;
    changes.push({
      step: STEP,
      item,
      before: { accountEnabled: true },
      state: isEnabled ? 'intended' : 'made',
    });
  }
  const advice = isSynced ? { advice: detail('deviceSynced') } : {};
  return { kind: 'surveyed', changes, kept, ...advice };
}

function setEnabled(
  graph: GraphClient,
  id: string,
  accountEnabled: boolean,
  onBehalf: OnBehalf,
): Promise<GraphAnswer> {
  const path = `/devices/${encodeSegment(id)}`;
  return graph({
    method: 'PATCH',
    path,
    permission: DEVICES_PERMISSION,
    body: { accountEnabled },
    ...onBehalf,
  });
}

async function enable(
  graph: GraphClient,
  { item }: ContainmentChange,
  onBehalf: OnBehalf,
): Promise<Done<'restored' | 'notOurs'>> {
  const path = `/devices/${encodeSegment(item.id)}?$select=id,accountEnabled`;
  const read = await graph({ method: 'GET', path, permission: DEVICES_PERMISSION, ...onBehalf });
  if (read.kind === 'failed') return read;
  if (read.kind === 'notFound') return { kind: 'notOurs', record: read.record };
  const parsed = state.safeParse(read.body);
  if (parsed.data?.accountEnabled) return { kind: 'restored', record: read.record };
  const answer = await setEnabled(graph, item.id, true, onBehalf);
  if (answer.kind === 'failed') return answer;
  return { kind: answer.kind === 'notFound' ? 'notOurs' : 'restored', record: answer.record };
}
