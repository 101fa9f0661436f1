/**
 * What can be wrong with a field of a message, in English and in French. `{}` stands for a value, in the order in which
 * the values appear.
 */
const ISSUES: readonly (readonly [english: string, french: string])[] = [
  ['The message is empty.', 'le message est vide.'],
  ['The message is not UTF-8.', "le message n'est pas en UTF-8."],
  ['The message is not UTF-16.', "le message n'est pas en UTF-16."],
  ['The message is not JSON.', "le message n'est pas du JSON."],
  ['The message has {} bytes; the maximum is {}.', 'le message fait {} octets ; le maximum est {}.'],
  [
    'The message has more than {} bytes when it is decompressed.',
    'une fois décompressé, le message fait plus de {} octets.',
  ],
  ['unknown field, or the same field twice', 'champ inconnu, ou deux fois le même champ'],
  ['appears twice', 'apparaît deux fois'],
  [
    'appears twice, in another spelling or another form',
    'apparaît deux fois, sous une autre graphie ou une autre forme',
  ],
  ['must be text', 'doit être du texte'],
  ['must be an object', 'doit être un objet'],
  ['must not be empty', 'ne doit pas être vide'],
  ['must not be longer than {} characters', 'ne doit pas dépasser {} caractères'],
  ['must be a single line', 'doit tenir sur une ligne'],
  ['must not begin or end with a space', 'ne doit ni commencer ni finir par une espace'],
  ['holds half of a surrogate pair', "contient la moitié d'une paire de substitution"],
  ['holds control characters', 'contient des caractères de contrôle'],
  ['is not an object id (a GUID)', "n'est pas un identifiant d'objet (un GUID)"],
  ['is the empty GUID, which identifies nobody', 'est le GUID vide, qui ne désigne personne'],
  ['is not a user principal name (name@domain)', "n'est pas un nom d'utilisateur principal (nom@domaine)"],
  ['is not a security identifier (S-1-…)', "n'est pas un identifiant de sécurité (S-1-…)"],
  ['must be a bare name, without @ or \\', 'doit être un nom simple, sans @ ni \\'],
  [
    'is neither a user principal name (name@domain) nor an object id (a GUID)',
    "n'est ni un nom d'utilisateur principal (nom@domaine) ni un identifiant d'objet (un GUID)",
  ],
  [
    'must name the user in exactly one way: id, userPrincipalName, sid, or samAccountName with domain',
    "doit désigner l'utilisateur d'une seule façon : id, userPrincipalName, sid, ou samAccountName avec domain",
  ],
  ['must be a list of steps', "doit être une liste d'étapes"],
  ['must not name more than {} steps', 'ne doit pas désigner plus de {} étapes'],
  ['must be one of {}', 'doit être une des valeurs {}'],
  ['must be a list of users', "doit être une liste d'utilisateurs"],
  ['must name at least one user', 'doit désigner au moins un utilisateur'],
  ['must not name more than {} users', 'ne doit pas désigner plus de {} utilisateurs'],
  [
    'is in a message that names more than {} users',
    "fait partie d'un message qui désigne plus de {} utilisateurs",
  ],
  ['must be true or false', 'doit valoir true ou false'],
  ['must be an RFC 3339 time with an offset', 'doit être une heure RFC 3339 avec un décalage'],
  [
    'cannot be combined with user: give one of the two',
    'ne se combine pas avec user : donnez un seul des deux',
  ],
  ['must be all', 'doit valoir all'],
  ['must be approve or decline', 'doit valoir approve ou decline'],
  [
    'give one of confirmation, confirmations, request and brake',
    'donnez un seul champ parmi confirmation, confirmations, request et brake',
  ],
  ['must be a list of confirmations', 'doit être une liste de confirmations'],
  ['must name at least one confirmation', 'doit désigner au moins une confirmation'],
  ['must not name more than {} confirmations', 'ne doit pas désigner plus de {} confirmations'],
  ['can only be combined with request or brake', "ne se combine qu'avec request ou brake"],
  ['is required: who decided', 'est requis : qui a décidé'],
  [
    'is not an alert of a known product, and not a revocation request: a request is a JSON object that names `user` or `users`',
    "n'est ni une alerte d'un produit connu, ni une demande de révocation : une demande est un objet JSON avec `user` ou `users`",
  ],
  [
    'is not an alert of a known product; a request or a decision counts only as a message of its own, or as the data of an event of the type {}',
    "n'est pas une alerte d'un produit connu ; une demande ou une décision ne compte que comme message à part entière, ou comme données d'un événement de type {}",
  ],
  [
    'matches more than one format ({}), so its meaning is ambiguous',
    'correspond à plusieurs formats ({}) : son sens est ambigu',
  ],
  [
    'is an event in CEF or LEEF that no format reads: docs/how-to/add-a-format.md adds one',
    "est un événement CEF ou LEEF qu'aucun format ne lit : docs/how-to/add-a-format.md en ajoute un",
  ],
  ['is a line that is not in CEF or LEEF', "est une ligne qui n'est ni en CEF ni en LEEF"],
  ['has not all seven fields of the header of CEF', "n'a pas les sept champs de l'en-tête CEF"],
  ['has not all five fields of the header of LEEF', "n'a pas les cinq champs de l'en-tête LEEF"],
  ['has more than {} fields', 'a plus de {} champs'],
  ['is not a version of CEF', "n'est pas une version de CEF"],
  ['is not 1.0 or 2.0', "n'est ni 1.0 ni 2.0"],
  ['does not begin with a key and an equals sign', 'ne commence pas par une clé suivie du signe égal'],
  [
    'holds text that is not a key, an equals sign and a value',
    "contient du texte qui n'est pas une clé, le signe égal et une valeur",
  ],
  ['names more than {} accounts', 'désigne plus de {} comptes'],
  [
    'does not say whom to sign out: all of its accounts received the mail',
    "ne dit pas qui déconnecter : tous ses comptes ont reçu l'e-mail",
  ],
  ['does not say whom to sign out: {}', 'ne dit pas qui déconnecter : {}'],
  ['holds more than {} items', 'contient plus de {} éléments'],
  [
    'holds more than {} texts that begin like JSON and are not',
    "contient plus de {} textes qui commencent comme du JSON et n'en sont pas",
  ],
  ['is in more than {} envelopes', 'est emballé dans plus de {} enveloppes'],
  ['and {} more problems', 'et {} autres problèmes'],
  [
    'is a security event token, which counts only once its signature has been verified',
    "est un jeton d'événement de sécurité, qui ne compte qu'une fois sa signature vérifiée",
  ],
  [
    'is the claims of a security event without its token, so its issuer is not proven: send the signed token',
    "est le contenu d'un événement de sécurité sans son jeton, donc son émetteur n'est pas prouvé : envoyez le jeton signé",
  ],
  [
    'Alerts in the format {} count only with the signature of {}; this one is from {}.',
    'Les alertes au format {} ne comptent que signées par {} ; celle-ci vient de {}.',
  ],
  [
    'is a security event token that is not trusted ({}): {}',
    "est un jeton d'événement de sécurité qui n'est pas fiable ({}) : {}",
  ],
  [
    'a decision cannot come by the webhook for alerts',
    'une décision ne peut pas arriver par le webhook des alertes',
  ],
  [
    'is not proven, and policy requires that: decide by POST /api/approvals/{}',
    "n'est pas prouvé, et la stratégie l'exige : décidez par POST /api/approvals/{}",
  ],
  ['does not match a pending request', 'ne correspond à aucune demande en attente'],
  ['{} is not one of the approvers that policy names', "{} n'est pas un approbateur nommé par la stratégie"],
  [
    'leads to no user of this tenant: give a user principal name, an object id, a SID or DOMAIN\\name',
    "ne mène à aucun utilisateur de ce tenant : donnez un nom d'utilisateur principal, un identifiant d'objet, un SID ou DOMAINE\\nom",
  ],
  [
    'may lead to several users of this tenant: give an object id',
    "peut mener à plusieurs utilisateurs de ce tenant : donnez un identifiant d'objet",
  ],
  ['is a {}: only a person can decide', 'est un objet de type {} : seule une personne peut décider'],
  ['could not be looked up: {}', "n'a pas pu être recherché : {}"],
  ['the requester cannot decide on the request', 'le demandeur ne peut pas décider de sa demande'],
  [
    'the user concerned cannot decide on the request',
    "l'utilisateur concerné ne peut pas décider de la demande",
  ],
  [
    'was used by a request with another body: give each request an id of its own',
    'a servi à une demande au contenu différent : donnez à chaque demande son propre identifiant',
  ],
  [
    'The broker moved the message to its dead-letter queue: {} The Functions host cannot pass on a body in a value section: send it in a data section.',
    "le broker a déplacé le message dans sa file de lettres mortes : {} L'hôte Functions ne peut pas transmettre un corps dans une section value : envoyez-le dans une section data.",
  ],
  [
    'The broker moved the message to its dead-letter queue: {} The Functions host cannot pass on a body in a sequence section: send it in a data section.',
    "le broker a déplacé le message dans sa file de lettres mortes : {} L'hôte Functions ne peut pas transmettre un corps dans une section sequence : envoyez-le dans une section data.",
  ],
  [
    'The broker moved the message to its dead-letter queue: {}',
    'le broker a déplacé le message dans sa file de lettres mortes : {}',
  ],
  [
    'The message was set aside: answering it has failed {} times.',
    'le message a été mis de côté : y répondre a échoué {} fois.',
  ],
];

/** What is wrong with a field, in French; a text that has no translation stays as it is. */
export function inFrench(english: string): string {
  for (const [template, french] of ISSUES) {
    const values = valuesIn(english, template.split('{}'));
    if (values) return french.split('{}').reduce((text, part, n) => `${text}${values[n - 1] ?? ''}${part}`);
  }
  return english;
}

/** The values between the fixed parts of a sentence; undefined when it is another sentence. */
function valuesIn(text: string, parts: readonly string[]): string[] | undefined {
  const [first = '', ...others] = parts;
  if (!text.startsWith(first)) return undefined;
  const values: string[] = [];
  let at = first.length;
  for (const [n, part] of others.entries()) {
    const isLast = n === others.length - 1;
    const end = isLast ? text.length - part.length : text.indexOf(part, at);
    if (end < at || !text.startsWith(part, end)) return undefined;
    values.push(text.slice(at, end));
    at = end + part.length;
  }
  return at === text.length ? values : undefined;
}
