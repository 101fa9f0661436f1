const STYLE =
  'body{margin:10vh auto;max-width:26rem;padding:0 1rem;font:16px/1.5 system-ui,sans-serif}' +
  'button,a.go{display:block;width:100%;margin:.5rem 0;padding:.6rem 1rem;border:1px solid;border-radius:.5rem;' +
  'background:none;color:inherit;font:inherit;text-align:left;text-decoration:none;cursor:pointer}' +
  'small{display:block;opacity:.75}';

/** A page of the identity provider. */
export function pageOfIdentity(title: string, body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>${title}</title><style>${STYLE}</style>
<h1>${title}</h1>${body}</html>`;
}
