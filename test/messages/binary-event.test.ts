import { expect, it } from '@jest/globals';
import { eventTypeIn } from '../../shared/messages/binary-event';

it.each<[string, Record<string, unknown> | undefined, string | undefined]>([
  ['the property of the AMQP binding', { 'cloudEvents:type': 'a' }, 'a'],
  ['the property as JMS writes it', { cloudEvents_type: 'a' }, 'a'],
  ['the property in another case', { 'CLOUDEVENTS:TYPE': 'a' }, 'a'],
  ['a value that is no text', { 'cloudEvents:type': 1 }, undefined],
  ['another attribute', { 'cloudEvents:source': 'a', type: 'b' }, undefined],
  ['no properties', undefined, undefined],
])('the type of an event in binary mode is read from %s', (_what, properties, type) =>
  expect(eventTypeIn(properties)).toBe(type),
);
