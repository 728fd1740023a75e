import {defineConfig, type Plugin} from 'vite';

import {pageTexts} from './tools/page_texts';
import {build, common, pagesForDevelopment, preloadFonts, themeScript} from './tools/vite_parts';

// Writes the texts that the gateway puts into pages without data of their own.
function pageTextsFile(): Plugin {
  return {
    name: 'page-texts',
    generateBundle() {
      this.emitFile({type: 'asset', fileName: 'page-texts.json', source: JSON.stringify({pages: pageTexts()})});
    },
  };
}

export default defineConfig({
  ...common,
  plugins: [pagesForDevelopment('index.html'), themeScript(), preloadFonts(), pageTextsFile()],
  build,
  test: {include: ['test/**/*.test.ts'], environment: 'node', testTimeout: 60_000},
} as Parameters<typeof defineConfig>[0]);
