import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [svelte(), svelteTesting()],
  // `locales/` is shared with the Rust side and lies beside this folder.
  server: { port: 5173, strictPort: true, fs: { allow: ['..'] } },
  build: {
    target: ['chrome111', 'safari16.4'],
    // The window's content security policy knows no `data:` fonts or scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['src/test/setup.ts'],
    restoreMocks: true,
    testTimeout: 60_000,
  },
});
