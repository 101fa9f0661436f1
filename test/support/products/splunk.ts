/** The stanzas of a configuration file of Splunk; a line that ends in a backslash goes on in the next one. */
export function stanzasOf(text: string): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const stanzas = new Map<string, Record<string, string>>();
  let current: Record<string, string> = {};
  for (const line of text.replace(/\\\n/g, ' ').split('\n')) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [, name] = /^\[(.+)\]$/.exec(line) ?? [];
    if (name !== undefined) stanzas.set(name, (current = {}));
    else {
      const [, key, value] = /^([^=]+?)\s*=\s*(.*)$/.exec(line) ?? [];
      if (key === undefined || value === undefined) throw new Error(`${line}: is not a setting`);
      current[key] = value;
    }
  }
  return stanzas;
}

/** Stands in for Splunk: what the webhook of a saved search posts for the rows of a result. */
export function webhookPosts(
  name: string,
  search: Readonly<Record<string, string>>,
  rows: readonly Readonly<Record<string, unknown>>[],
): readonly { readonly url: string; readonly body: string }[] {
  const isPerRow = search['alert.digest_mode'] === '0';
  const throttled = isPerRow ? firstOfEach(rows, search['alert.suppress.fields'] ?? '') : rows.slice(0, 1);
  return throttled.map((result) => ({
    url: search['action.webhook.param.url'] ?? '',
    body: JSON.stringify({
      sid: 'scheduler__admin_c2Vzc2lvbg__RMD5a1b2c3_at_1795694400_42',
      search_name: name,
      app: 'session_revoker',
      owner: 'admin@contoso.com',
      results_link: 'https://splunk.contoso.com/app/session_revoker/@go?sid=scheduler__admin',
      result,
    }),
  }));
}

function firstOfEach(
  rows: readonly Readonly<Record<string, unknown>>[],
  field: string,
): readonly Readonly<Record<string, unknown>>[] {
  const seen = new Set<unknown>();
  return rows.filter((row) => {
    const isNew = field === '' || !seen.has(row[field]);
    seen.add(row[field]);
    return isNew;
  });
}
