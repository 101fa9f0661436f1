import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inFrench } from '../../shared/messages/sentences/issues-fr';

describe('what is wrong with a message, in French', () => {
  it.each([
    ['must be text', 'doit être du texte'],
    ['must be an object', 'doit être un objet'],
    ['must not be longer than 128 characters', 'ne doit pas dépasser 128 caractères'],
    ['must not name more than 1000 users', 'ne doit pas désigner plus de 1000 utilisateurs'],
    [
      'is in a message that names more than 1000 users',
      "fait partie d'un message qui désigne plus de 1000 utilisateurs",
    ],
    [
      'appears twice, in another spelling or another form',
      'apparaît deux fois, sous une autre graphie ou une autre forme',
    ],
    ['The message has 9 bytes; the maximum is 8.', 'le message fait 9 octets ; le maximum est 8.'],
    [
      'is a security event token that is not trusted (invalid_key): the signature (none) is wrong',
      "est un jeton d'événement de sécurité qui n'est pas fiable (invalid_key) : the signature (none) is wrong",
    ],
    [
      'a@b.c is not one of the approvers that policy names',
      "a@b.c n'est pas un approbateur nommé par la stratégie",
    ],
    [
      'The broker moved the message to its dead-letter queue: {} {}',
      'le broker a déplacé le message dans sa file de lettres mortes : {} {}',
    ],
    ['and 4980 more problems', 'et 4980 autres problèmes'],
    [
      'The broker moved the message to its dead-letter queue: MaxDeliveryCountExceeded The Functions host cannot pass on a body in a value section: send it in a data section.',
      "le broker a déplacé le message dans sa file de lettres mortes : MaxDeliveryCountExceeded L'hôte Functions ne peut pas transmettre un corps dans une section value : envoyez-le dans une section data.",
    ],
  ])('%s', (english, french) => expect(inFrench(english)).toBe(french));
  it.each(['', 'must be', 'must be text and more', 'Must be text', 'and more problems', 'Unknown text.'])(
    'stays as it is where it has no translation: %j',
    (text) => expect(inFrench(text)).toBe(text),
  );
  it('is some text, whatever the text was', () => {
    const fragments = fc
      .array(
        fc.constantFrom(
          'The message has ',
          ' bytes; the maximum is ',
          'is a security event token that is not trusted (',
          '): ',
          'matches more than one format (',
          'and ',
          ' more problems',
          '{}',
          '.',
        ),
      )
      .map((parts) => parts.join(''));
    const units = fc.array(fc.nat({ max: 0xff_ff })).map((codes) => String.fromCharCode(...codes));
    fc.assert(
      fc.property(fc.oneof(units, fragments), (text) => {
        expect(typeof inFrench(text)).toBe('string');
      }),
    );
  });
  it('keeps values that look like fixed parts of the sentence', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        expect(inFrench(`does not say whom to sign out: ${value}`)).toBe(
          `ne dit pas qui déconnecter : ${value}`,
        );
      }),
    );
  });
});
