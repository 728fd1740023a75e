// The curator's console is built after the storefront, into the same folder and as a bundle of its own: the two share source
// files and no file of the build but fonts, so that visitors of the shop load nothing of it.
import {defineConfig} from 'vite';

import {build, common, pagesForDevelopment, preloadFonts, themeScript} from './tools/vite_parts';

export default defineConfig({
  ...common,
  plugins: [pagesForDevelopment('admin.html'), themeScript(), preloadFonts()],
  publicDir: false,
  build: {...build, emptyOutDir: false, rollupOptions: {input: 'admin.html'}},
});
