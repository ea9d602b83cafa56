import { defineConfig } from 'vitest/config';

/** What a person sees: the built player in Debian's Chromium, against the fixture server. One file at a time. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    environment: 'node',
    fileParallelism: false,
    // Two cores, a browser and a live stream: one more go, which the report shows.
    retry: 1,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
