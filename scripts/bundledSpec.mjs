/**
 * For specs of what sends requests by Google's library: bundled as the proxy is. Jest's own module loader
 * refuses the library's `import()` of its HTTP client, which a bundle has inside.
 */
import { buildSync } from 'esbuild';

export default {
  process: (_source, file) => {
    const { outputFiles } = buildSync({
      entryPoints: [file],
      bundle: true,
      write: false,
      platform: 'node',
      format: 'cjs',
      target: 'node22',
      sourcemap: 'inline',
      external: ['@jest/globals']
    });
    return { code: outputFiles[0].text };
  },
  /** What is bundled may have changed, whatever the spec. */
  getCacheKey: () => `${process.pid} ${Date.now()}`
};
