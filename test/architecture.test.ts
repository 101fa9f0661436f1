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
      const specifiers = [...text.matchAll(/(?:\bfrom|\bimport\()\s*'([^'\n]+)'/g)].map(
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

/** A folder of production code, and what its files may import. */
interface Room {
  readonly folder: string;
  /** Other rooms. */
  readonly sees: readonly string[];
  /** Packages, and modules of Node. */
  readonly npm: readonly RegExp[];
  /** Without time, chance, input or output: the same arguments give the same result. */
  readonly isPure?: true;
}

const inner = ['shared/core', 'shared/messages'];
const decisions = [...inner, 'shared/alerts', 'shared/webhook'];
const application = [...decisions, 'shared/ports'];
const all = [...application, 'shared/api', 'shared/app', 'shared/config', 'shared/adapters', 'shared/health'];

/** From the inside out. */
const rooms: readonly Room[] = [
  { folder: 'shared/core', sees: [], npm: [/^node:crypto$/], isPure: true },
  { folder: 'shared/messages', sees: ['shared/core'], npm: [/^zod$/], isPure: true },
  { folder: 'shared/alerts', sees: inner, npm: [/^zod$/], isPure: true },
  { folder: 'shared/webhook', sees: inner, npm: [/^node:crypto$/, /^zod$/], isPure: true },
  { folder: 'shared/api', sees: inner, npm: [/^zod$/], isPure: true },
  { folder: 'shared/console', sees: [...inner, 'shared/api'], npm: [/^zod$/, /^@azure\/msal-browser$/] },
  { folder: 'shared/ports', sees: inner, npm: [] },
  { folder: 'shared/app', sees: [...application, 'shared/api'], npm: [] },
  { folder: 'shared/config', sees: application, npm: [/^zod$/, /^node:(?:fs|path|buffer)$/] },
  { folder: 'shared/adapters', sees: [...inner, 'shared/ports', 'shared/config'], npm: [/./] },
  {
    folder: 'shared/health',
    sees: ['shared/core', 'shared/ports', 'shared/adapters', 'shared/config'],
    npm: [/^zod$/, /^@azure\/(?:core-auth|core-rest-pipeline|service-bus)$/],
  },
  {
    folder: 'shared/cli',
    sees: all,
    npm: [/^node:/, /^zod$/, /^commander$/, /^jmespath$/, /^yaml$/, /^package\.json$/, /^@azure\/identity$/],
  },
  {
    folder: 'functions',
    sees: all,
    npm: [/^node:(?:crypto|path|fs\/promises)$/, /^@azure\/(?:functions|core-auth)$/],
  },
];

const isOwn = (target: string): boolean => /^(?:shared|functions|test|local|infra)\b/.test(target);
const isIn = (target: string, folder: string): boolean => target.startsWith(`${folder}/`);

describe('imports point inward', () => {
  it.each(rooms.map((room) => [room.folder, room] as const))(
    '%s imports only the rooms and packages that it may',
    (_folder, { folder, sees, npm }) => {
      const imports = sources(folder).flatMap(({ path, imports: targets }) =>
        targets.map((target) => ({ path, target })),
      );
      expect(imports.length).toBeGreaterThan(0);
      const forbidden = imports.filter(({ target }) =>
        isOwn(target)
          ? ![folder, ...sees].some((room) => isIn(target, room))
          : !npm.some((pattern) => pattern.test(target)),
      );
      expect(forbidden).toEqual([]);
    },
  );
  it('no room has been forgotten', () => {
    const paths = [...sources('shared'), ...sources('functions')].map(({ path }) => path);
    expect(paths.filter((path) => !rooms.some(({ folder }) => isIn(path, folder)))).toEqual([]);
  });
  it('no room sees one that sees it', () => {
    const seenBy = new Map(rooms.map(({ folder, sees }) => [folder, sees]));
    const mutual = rooms.flatMap(({ folder, sees }) =>
      sees.filter((other) => seenBy.get(other)?.includes(folder)).map((other) => [folder, other]),
    );
    expect(mutual).toEqual([]);
  });
  it('only the composition roots wire adapters', () => {
    const wiring = [...sources('functions'), ...sources('shared/cli')].filter(({ imports }) =>
      imports.some((target) => isIn(target, 'shared/adapters')),
    );
    expect(wiring.map(({ path }) => path).sort()).toEqual([
      'functions/connect-api.ts',
      'functions/connect-home.ts',
      'functions/connect-incidents.ts',
      'functions/connect-ledger.ts',
      'functions/connect-readers.ts',
      'functions/connect-seal.ts',
      'functions/connect-telemetry.ts',
      'functions/connect.ts',
      'shared/cli/wired-checks.ts',
      'shared/cli/wired-graph.ts',
      'shared/cli/wired-ledger.ts',
      'shared/cli/wired-seals.ts',
      'shared/cli/wired-tenants.ts',
      'shared/cli/wiring.ts',
    ]);
  });
});

describe('the pure rooms', () => {
  const pure = rooms.filter(({ isPure }) => isPure).map(({ folder }) => folder);
  const files = pure.flatMap(sources);
  it.each([
    ['the clock', /\bDate\.now\b|\bnew Date\(\)/],
    ['chance', /\bMath\.random\b|\brandomUUID\b|\brandomBytes\b/],
    ['the environment', /\bprocess\./],
    ['a logger', /\bconsole\./],
    ['a promise', /\basync\b|(?<!')\bawait\b|\bPromise\b/],
  ])('do not use %s', (_what, pattern) => {
    expect(files.filter(({ text }) => pattern.test(text)).map(({ path }) => path)).toEqual([]);
  });
  it('are linted as such, and are what the mutation tests change', () => {
    const read = (file: string): unknown => JSON.parse(readFileSync(join(root, file), 'utf8'));
    expect(read('.oxlintrc.json')).toMatchObject({
      overrides: expect.arrayContaining([
        expect.objectContaining({ files: pure.map((folder) => `${folder}/**`) }),
      ]),
    });
    const config = readFileSync(join(root, 'test/mutation-parts.js'), 'utf8');
    const mutated = [...config.matchAll(/\brest\('(\w+)'\)/g)].map(([, room = '']) => `shared/${room}`);
    expect([...new Set(mutated)].toSorted()).toEqual(pure.toSorted());
  });
});

describe('imports', () => {
  const imports = new Map(
    [...sources('shared'), ...sources('functions')].map(({ path, imports: targets }) => [
      path,
      targets.filter(isOwn).map((target) => `${target}.ts`),
    ]),
  );
  const reachableFrom = (path: string): ReadonlySet<string> => {
    const reached = new Set<string>();
    const open = [...(imports.get(path) ?? [])];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (reached.has(next)) continue;
      reached.add(next);
      open.push(...(imports.get(next) ?? []));
    }
    return reached;
  };
  it('form no circle, with types and dynamic imports included', () => {
    const circular = [...imports.keys()].filter((path) => reachableFrom(path).has(path));
    expect(circular).toEqual([]);
  });
});

describe('production code', () => {
  const production = [...sources('shared'), ...sources('functions')];
  it('does not know the local stack', () => {
    const found = production.filter(({ text }) =>
      /localhost|127\.0\.0\.1|UseDevelopmentEmulator|isLocal/i.test(text),
    );
    expect(found.map(({ path }) => path)).toEqual([]);
  });
  it('has no mutable module state', () => {
    const mutable = production.filter(({ text }) => /^(?:export )?(?:let|var) /m.test(text));
    expect(mutable.map(({ path }) => path)).toEqual([]);
  });
  it('reads the environment only in the composition roots', () => {
    const reading = production.filter(({ text }) => /process\.env/.test(text));
    expect(reading.map(({ path }) => path).sort()).toEqual([
      'functions/index.ts',
      // The platform passes the address of its identity endpoint to whatever needs tokens; it is no setting of the app.
      'shared/adapters/connections/managed-identity.ts',
      'shared/cli/wiring.ts',
    ]);
  });
});
