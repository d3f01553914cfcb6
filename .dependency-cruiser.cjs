/**
 * The architecture, executable: who may import whom.
 * The same table, in words, is in docs/architecture.md.
 */
const OURS = '^(protocol|src|server|emulator|benchmarks|conformance|torture)/';
const TESTS = '\\.(spec|contract|live)\\.tsx?$|/testing/';

/** Files under `part` may import, of our own code, only `part` itself and `allowed`. */
const layer = (part, allowed) => ({
  name: `${part} may import only: ${allowed.join(', ') || 'nothing of ours'}`,
  severity: 'error',
  from: { path: `^${part}/`, pathNot: TESTS },
  to: { path: OURS, pathNot: [`${part}/`, ...allowed].map(path => `^${path}`) }
});

/** Only files under `places` may import the package or Node module `name`. */
const only = (name, places) => ({
  name: `${name} is used only in: ${places.join(', ')}`,
  severity: 'error',
  from: {
    path: OURS,
    pathNot: [
      ...places.map(path => `^${path}`),
      TESTS,
      '^emulator/',
      '^benchmarks/',
      '^conformance/',
      '^torture/'
    ]
  },
  to: { path: `(^|node_modules/)${name}(/|$)` }
});

/** The floors of the proxy, from the ground up: each may import the ones that it names, and no other. */
const BASE = ['protocol/', 'server/log', 'server/clock', 'server/fsErrors', 'server/untilAborted'];
const GOOGLE = [...BASE, 'server/google/'];
const DRIVE = [...GOOGLE, 'server/governor/', 'server/drive/'];
const BROWSE = [...DRIVE, 'server/records/', 'server/browse/'];
const TRANSFERS = [...BROWSE, 'server/workspace/', 'server/transfers/'];
const ACCOUNT = [
  ...TRANSFERS,
  'server/auth/',
  'server/account/',
  'server/config',
  'server/settings'
];

/** The emulator imports nothing of ours, and its folders stand on floors: each may import those above it here. */
const EMULATOR_FLOORS = [
  ['contents'],
  ['drive'],
  ['query', 'traffic'],
  ['accounts'],
  ['seed', 'http'],
  ['calls'],
  ['writes'],
  ['uploads', 'routes', 'discovery']
];
const EMULATOR_BASE = ['json', 'clock', 'random', 'ids'].map(name => `emulator/${name}\\.ts`);
const inEmulator = names => names.map(name => `emulator/${name}/`);
const EMULATOR = [
  layer('emulator', []),
  ...EMULATOR_FLOORS.flatMap((floor, at) =>
    floor.map(name =>
      layer(`emulator/${name}`, [
        ...EMULATOR_BASE,
        ...inEmulator(EMULATOR_FLOORS.slice(0, at).flat())
      ])
    )
  ),
  // What steers it from outside knows the whole Google, but none of its routes.
  layer('emulator/admin', [
    ...EMULATOR_BASE,
    'emulator/google\\.ts',
    ...inEmulator(['contents', 'drive', 'traffic', 'accounts', 'seed', 'http'])
  ]),
  {
    name: 'no circles in the emulator, type imports counted',
    severity: 'error',
    from: { path: '^emulator/' },
    to: { circular: true }
  },
  {
    name: 'the emulator is reached by its client alone',
    severity: 'error',
    from: { path: OURS, pathNot: '^emulator/' },
    to: { path: '^emulator/', pathNot: '^emulator/(client\\.ts$|testing/)' }
  }
];

/** The floors of the panel, likewise; `src/plugins` stands on top and puts it together. */
const PANEL = ['protocol/'];
const PANEL_WORDS = [...PANEL, 'src/client/', 'src/words/'];
const PANEL_TRANSFERS = [
  ...PANEL_WORDS,
  'src/contents/',
  'src/tokens',
  'src/commandIds',
  'src/settings',
  'src/transfers/'
];

module.exports = {
  forbidden: [
    layer('protocol', []),
    layer('src', ['protocol/']),
    layer('src/client', PANEL),
    layer('src/words', PANEL_WORDS),
    layer('src/contents', PANEL_WORDS),
    {
      name: 'src/tokens may import only: protocol/, src/client/, src/contents/',
      severity: 'error',
      from: { path: '^src/tokens' },
      to: { path: OURS, pathNot: ['^protocol/', '^src/client/', '^src/contents/'] }
    },
    layer('src/transfers', PANEL_TRANSFERS),
    layer('src/panel', PANEL_TRANSFERS),
    layer('src/section', [...PANEL_TRANSFERS, 'src/panel/']),
    layer('src/commands', [...PANEL_TRANSFERS, 'src/panel/']),
    layer('server/google', BASE),
    layer('server/workspace', BASE),
    layer('server/records', BASE),
    layer('server/auth', GOOGLE),
    layer('server/governor', GOOGLE),
    layer('server/drive', DRIVE),
    layer('server/browse', BROWSE),
    layer('server/transfers', TRANSFERS),
    layer('server/account', ACCOUNT),
    layer('server/http', ACCOUNT),
    layer('server/cli', [
      'protocol/',
      'server/entry',
      'server/clock',
      'server/fsErrors',
      'server/untilAborted',
      'server/endProcess'
    ]),
    layer('server', ['protocol/']),
    layer('torture', ['protocol/', 'server/testing/', 'emulator/client\\.ts']),
    // What judges a round touches no disk, no network and no process.
    layer('torture/model', ['protocol/', 'torture/bytes']),
    layer('torture/plan', ['torture/random']),
    ...EMULATOR,

    {
      name: 'Google’s statuses and reasons are known only where they are translated',
      severity: 'error',
      from: {
        path: '^server/',
        pathNot: [
          '^server/google/',
          '^server/drive/',
          '^server/auth/',
          '^server/governor/retryPolicy\\.ts$',
          TESTS
        ]
      },
      to: { path: '^server/google/apiErrors\\.ts$' }
    },
    only('googleapis', ['server/drive/']),
    only('google-auth-library', ['server/auth/']),
    only('gaxios', ['server/auth/']),
    only('fs', [
      'server/auth/',
      'server/records/',
      'server/transfers/journal/',
      'server/workspace/',
      'server/fsErrors',
      'server/cli/',
      'server/main'
    ]),
    only('hono', ['server/http/']),
    only('commander', ['server/cli/']),
    only('cli-progress', ['server/cli/']),
    only('@jupyterlab', ['src/']),

    {
      name: 'no circles in panel, proxy and contract, type imports counted',
      severity: 'error',
      from: { path: '^(src|server|protocol)/' },
      to: { circular: true }
    },
    {
      name: 'the command line is imported by nobody',
      severity: 'error',
      from: { pathNot: '^server/cli/' },
      to: { path: '^server/cli/' }
    },
    {
      name: 'no cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }
    },
    {
      name: 'tests are imported by nobody',
      severity: 'error',
      from: { pathNot: [TESTS, '^(benchmarks|torture)/'] },
      to: { path: TESTS }
    },
    {
      name: 'no dead files',
      severity: 'error',
      from: { orphan: true, pathNot: ['\\.d\\.ts$', TESTS] },
      to: {}
    }
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.specs.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)tsconfig\\.json$' }
  }
};
