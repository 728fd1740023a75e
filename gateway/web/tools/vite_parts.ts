// What the builds of the storefront and of the curator's console have in common.
import {readFileSync} from 'node:fs';
import type {IncomingMessage} from 'node:http';
import {fileURLToPath} from 'node:url';

import type {HtmlTagDescriptor, Plugin, UserConfig} from 'vite';

const API = process.env.KEYS_API ?? 'http://127.0.0.1:8080';
const API_PATHS = ['/marketplace', '/auth', '/billing', '/config.json', '/openapi.json', '/healthz', '/readyz'];
const FONTS_BEFORE_FIRST_PAINT = /geist-latin-wght-normal-[^/]*\.woff2$/;

const prefersHtml = (request: IncomingMessage) =>
  request.method === 'GET' && (request.headers.accept ?? '').startsWith('text/html');
// A preview is a document of its own and not a page of the storefront.
const isPage = (request: IncomingMessage) => prefersHtml(request) && !/\/preview(\?|$)/.test(request.url ?? '');

// The chosen theme must be known before the first paint, and the content security policy allows no script in the page.
// So the theme script is a file of its own, small and blocking.
export function themeScript(): Plugin {
  const source = fileURLToPath(new URL('../src/theme-at-start.js', import.meta.url));
  let isBuild = false;
  return {
    name: 'theme-script',
    configResolved(config) {
      isBuild = config.command === 'build';
    },
    buildStart() {
      if (isBuild) this.emitFile({type: 'asset', name: 'theme.js', source: readFileSync(source)});
    },
    transformIndexHtml: {
      order: 'post',
      handler(_html, context): HtmlTagDescriptor[] {
        const theme = Object.keys(context.bundle ?? {}).find((file) => /^assets\/theme-[^/]*\.js$/.test(file));
        const src = isBuild ? `/web/${theme}` : '/web/src/theme-at-start.js';
        return [{tag: 'script', attrs: {src}, injectTo: 'head-prepend'}];
      },
    },
  };
}

// The page asks for the text font at once, so that no text moves when it arrives.
export function preloadFonts(): Plugin {
  return {
    name: 'preload-fonts',
    transformIndexHtml: {
      order: 'post',
      handler(_html, context): HtmlTagDescriptor[] {
        return Object.keys(context.bundle ?? {}).filter((file) => FONTS_BEFORE_FIRST_PAINT.test(file)).map((file) => ({
          tag: 'link',
          attrs: {rel: 'preload', as: 'font', type: 'font/woff2', href: `/web/${file}`, crossorigin: ''},
          injectTo: 'head',
        }));
      },
    },
  };
}

// In development every address of a page is answered with the shell, as the gateway does.
export function pagesForDevelopment(shell: string): Plugin {
  return {
    name: 'pages-for-development',
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        if (isPage(request) && !request.url?.startsWith('/web/')) request.url = `/web/${shell}`;
        next();
      });
    },
  };
}

export const common: UserConfig = {
  base: '/web/',
  resolve: {alias: {'@keys/client': fileURLToPath(new URL('../client/src/index.ts', import.meta.url))}},
  esbuild: {jsx: 'automatic', jsxImportSource: 'preact'},
  server: {
    host: '127.0.0.1',
    strictPort: true,
    proxy: Object.fromEntries(API_PATHS.map((path) => [path, {target: API, changeOrigin: true}])),
  },
};

export const build: UserConfig['build'] = {
  target: ['chrome123', 'firefox120', 'safari17.5'],
  cssCodeSplit: false,
  assetsInlineLimit: 0,
  modulePreload: {polyfill: false},
  reportCompressedSize: false,
};
