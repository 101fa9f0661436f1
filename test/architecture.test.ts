import { describe, expect, it } from '@jest/globals';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const root = join(__dirname, '..');

interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** Modules that are imported, as paths from the root or as package names. */
  readonly imports: readonly string[];
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder)).flatMap((name) => {
    const path = join(folder, name);
    return statSync(join(root, path)).isDirectory() ? filesBelow(path) : [path];
  });
}

function sources(folder: string): SourceFile[] {
  return filesBelow(folder)
    .filter((path) => path.endsWith('.ts'))
    .map((path) => {
      const text = readFileSync(join(root, path), 'utf8');
      const specifiers = [...text.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map(
        ([, specifier]) => specifier ?? '',
      );
      const imports = specifiers.map((specifier) =>
        specifier.startsWith('.')
          ? relative(root, join(root, dirname(path), specifier)).replace(/\.js$/, '')
          : specifier,
      );
      return { path, text, imports };
    });
}

/** What each room may look into, besides itself; `npm` is what it may use of packages and of Node. */
const rooms: readonly {
  readonly folder: string;
  readonly sees: readonly string[];
  readonly npm: readonly RegExp[];
}[] = [
  { folder: 'shared/core', sees: [], npm: [/^node:crypto$/] },
  { folder: 'shared/intake', sees: ['shared/core'], npm: [/^zod$/, /^node:crypto$/] },
  { folder: 'shared/messages', sees: ['shared/core'], npm: [/^zod$/] },
  {
    folder: 'shared/shell',
    sees: [
      'shared/core',
      'shared/intake',
      'shared/messages',
      'shared/ports',
      'shared/ledger',
      'shared/telemetry-event',
      'shared/security-event-tokens',
      'shared/health-check',
    ],
    npm: [],
  },
  {
    folder: 'shared/config',
    sees: [
      'shared/core',
      'shared/messages',
      'shared/intake/format',
      'shared/intake/formats/native',
      'shared/intake/formats/registry',
      'shared/intake/added-formats',
      'shared/intake/format-source',
      'shared/intake/field-path',
      'shared/intake/webhook-signature',
      'shared/security-event-tokens',
    ],
    npm: [/^zod$/, /^node:(?:fs|path|buffer)$/],
  },
  {
    folder: 'shared/adapters',
    sees: [
      'shared/core',
      'shared/intake/lineage',
      'shared/intake/message-identity',
      'shared/messages',
      'shared/ports',
      'shared/ledger',
      'shared/telemetry-event',
      'shared/security-event-tokens',
      'shared/health-check',
      'shared/config',
    ],
    npm: [/./],
  },
  {
    folder: 'shared/cli',
    sees: [
      'shared/core',
      'shared/intake',
      'shared/messages',
      'shared/ports',
      'shared/ledger',
      'shared/health-check',
      'shared/shell',
      'shared/config',
      'shared/adapters',
    ],
    npm: [/^node:/, /^commander$/, /^@azure\/identity$/],
  },
  {
    folder: 'functions',
    sees: [
      'shared/core',
      'shared/intake/lineage',
      'shared/intake/webhook',
      'shared/shell',
      'shared/config',
      'shared/adapters',
      'shared/ports',
      'shared/health-check',
    ],
    npm: [/^node:crypto$/, /^@azure\/functions$/, /^@azure\/core-auth$/],
  },
];

describe('imports point inward', () => {
  it.each(rooms.map((room) => [room.folder, room] as const))(
    '%s sees only what lies inside of it',
    (_folder, room) => {
      const allowed = [room.folder, ...room.sees];
      const seen = sources(room.folder).flatMap(({ path, imports }) =>
        imports.map((target) => ({ path, target })),
      );
      expect(seen.length).toBeGreaterThan(0);
      const forbidden = seen.filter(({ target }) =>
        /^(?:shared|functions|test)\b/.test(target)
          ? !allowed.some((place) => target === place || target.startsWith(`${place}/`))
          : !room.npm.some((pattern) => pattern.test(target)),
      );
      expect(forbidden).toEqual([]);
    },
  );
  it('no room has been forgotten', () => {
    const folders = new Set(sources('shared').map(({ path }) => path.split('/').slice(0, 2).join('/')));
    const known = [
      ...rooms.map(({ folder }) => folder),
      'shared/ports.ts',
      'shared/ledger.ts',
      'shared/telemetry-event.ts',
      'shared/security-event-tokens.ts',
      'shared/health-check.ts',
    ];
    expect([...folders].filter((folder) => !known.includes(folder))).toEqual([]);
  });
  it('only the composition roots wire adapters', () => {
    const wiring = [...sources('functions'), ...sources('shared/cli')].filter(({ imports }) =>
      imports.some((target) => target.startsWith('shared/adapters')),
    );
    expect(wiring.map(({ path }) => path).sort()).toEqual(['functions/index.ts', 'shared/cli/wiring.ts']);
  });
});

describe('pure folders', () => {
  const pure = ['shared/core', 'shared/intake', 'shared/messages'].flatMap(sources);
  it.each([
    ['the clock', /\bDate\.now\b|\bnew Date\(\)/],
    ['chance', /\bMath\.random\b|\brandomUUID\b|\brandomBytes\b/],
    ['the environment', /\bprocess\./],
    ['a logger', /\bconsole\./],
    ['a promise', /\basync\b|\bawait\b|\bPromise\b/],
  ])('cannot reach %s', (_what, pattern) => {
    expect(pure.filter(({ text }) => pattern.test(text)).map(({ path }) => path)).toEqual([]);
  });
});

describe('production code', () => {
  const production = [...sources('shared'), ...sources('functions')];
  it('does not know the local stack', () => {
    const telling = production.filter(({ text }) =>
      /localhost|127\.0\.0\.1|UseDevelopmentEmulator|isLocal/i.test(text),
    );
    expect(telling.map(({ path }) => path)).toEqual([]);
  });
  it('has no mutable module state', () => {
    const mutable = production.filter(({ text }) => /^(?:export )?(?:let|var) /m.test(text));
    expect(mutable.map(({ path }) => path)).toEqual([]);
  });
  it('reads the environment in the composition roots alone', () => {
    const reading = production.filter(({ text }) => /process\.env/.test(text));
    expect(reading.map(({ path }) => path).sort()).toEqual(['functions/index.ts', 'shared/cli/wiring.ts']);
  });
});
