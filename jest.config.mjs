/** One Jest for panel, protocol, server and emulator; a project each, because only the panel has a DOM. */
const swc = {
  '^.+\\.(ts|tsx|js|mjs)$': [
    '@swc/jest',
    {
      jsc: {
        parser: { syntax: 'typescript', tsx: true, decorators: false },
        transform: { react: { runtime: 'classic' } },
        target: 'es2022'
      },
      module: { type: 'commonjs' }
    }
  ]
};

/** What sends requests by Google's library is bundled first; all else is only stripped of its types. */
const bundled = { 'googleDrive\\.(spec|live)\\.ts$': '<rootDir>/scripts/bundledSpec.mjs', ...swc };

const project = (displayName, extra = {}) => ({
  displayName,
  roots: [`<rootDir>/${displayName}`],
  testMatch: ['**/*.spec.ts', '**/*.spec.tsx'],
  transform: swc,
  testEnvironment: 'node',
  ...extra
});

/** Packages that ship ES modules only, which Jest must turn into CommonJS. */
const ES_MODULES = [
  '@jupyterlab',
  '@jupyter',
  '@lumino',
  'lib0',
  'y-protocols',
  'yjs',
  'y-websocket',
  'nanoid',
  '@microsoft',
  'exenv-es6',
  '@codemirror',
  '@lezer',
  '@marijn',
  'crelt',
  'style-mod',
  'w3c-keyname',
  'd3',
  'vscode-ws-jsonrpc',
  'mime',
  'https-proxy-agent',
  'agent-base',
  'proxy-agent-negotiate',
  'commander'
];

export default {
  testTimeout: 60_000,
  globalSetup: '<rootDir>/scripts/jestSetup.mjs',
  projects: [
    project('protocol'),
    project('src', {
      testEnvironment: 'jsdom',
      transformIgnorePatterns: [`/node_modules/(?!(${ES_MODULES.join('|')})(/|-|$))`],
      moduleNameMapper: {
        '\\.(css|less)$': '<rootDir>/scripts/emptyModule.js',
        '\\.svg$': '<rootDir>/scripts/emptyModule.js'
      }
    }),
    project('server', {
      transform: bundled,
      testPathIgnorePatterns: ['/node_modules/', '/server/integration/'],
      transformIgnorePatterns: [`/node_modules/(?!(${ES_MODULES.join('|')})(/|-|$))`]
    }),
    // These start the whole proxy, and so are not part of `make check`.
    project('integration', {
      roots: ['<rootDir>/server/integration'],
      testPathIgnorePatterns: [
        '/node_modules/',
        '/server/integration/reliability/',
        '/server/integration/disks/'
      ],
      transformIgnorePatterns: [`/node_modules/(?!(${ES_MODULES.join('|')})(/|-|$))`]
    }),
    // Minutes long.
    project('reliability', {
      roots: ['<rootDir>/server/integration/reliability'],
      transformIgnorePatterns: [`/node_modules/(?!(${ES_MODULES.join('|')})(/|-|$))`]
    }),
    // These mount real file systems, as root: run by `make disks`, and the rare ones by `make test-all`.
    project('disks', {
      roots: ['<rootDir>/server/integration/disks'],
      testPathIgnorePatterns: ['/node_modules/', '/disks/rare/'],
      transformIgnorePatterns: [`/node_modules/(?!(${ES_MODULES.join('|')})(/|-|$))`]
    }),
    project('rareDisks', {
      roots: ['<rootDir>/server/integration/disks/rare'],
      transformIgnorePatterns: [`/node_modules/(?!(${ES_MODULES.join('|')})(/|-|$))`]
    }),
    // Needs a real account: run by `make live`.
    project('live', {
      roots: ['<rootDir>/server/drive'],
      testMatch: ['**/*.live.ts'],
      transform: bundled
    }),
    project('benchmarks', {
      transformIgnorePatterns: [`/node_modules/(?!(${ES_MODULES.join('|')})(/|-|$))`]
    }),
    // The model of the torture, not its rounds.
    project('torture', {
      transformIgnorePatterns: [`/node_modules/(?!(${ES_MODULES.join('|')})(/|-|$))`]
    }),
    project('emulator', {
      transformIgnorePatterns: [`/node_modules/(?!(${ES_MODULES.join('|')})(/|-|$))`]
    })
  ]
};
