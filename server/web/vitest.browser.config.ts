import { defineConfig } from 'vitest/config';

/** What a person sees, in Debian's Chromium. One file after the other: two cores do not carry two browsers. */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    environment: 'node',
    fileParallelism: false,
    // Two cores, a browser and a live stream: one more go, which the report shows.
    retry: 1,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 15_000 } },
  },
});
