// Hides Swagger UI behind one function. Its script and styles are files of the build, loaded when the page is opened.
import styles from 'swagger-ui-dist/swagger-ui.css?url';
import script from 'swagger-ui-dist/swagger-ui-bundle.js?url';

import ownStyles from './docs.css?url';

// The few parts of Swagger UI's plugin system that are used here.
interface System {
  React: {createElement: (type: unknown, props?: object | null, ...children: unknown[]) => unknown};
  specSelectors: {loadingStatus: () => string};
  getComponent: (name: string, container?: boolean) => unknown;
}
interface Bundle {
  (options: object): unknown;
  presets: {apis: unknown};
}

const DOCUMENT = '/openapi.json';

function loaded(element: HTMLLinkElement | HTMLScriptElement): Promise<void> {
  return new Promise((resolve, reject) => {
    element.onload = () => resolve();
    element.onerror = () => reject(new Error('the viewer could not be loaded'));
    document.head.append(element);
  });
}

let parts: Promise<unknown> | undefined;

// Loads once for all visits, and again after a failure.
function load(): Promise<unknown> {
  const sheet = (href: string) => loaded(Object.assign(document.createElement('link'), {rel: 'stylesheet', href}));
  const wanted = () => Promise.all([
    sheet(styles).then(() => sheet(ownStyles)),
    loaded(Object.assign(document.createElement('script'), {src: script})),
  ]);
  parts ??= wanted().catch((error: unknown) => {
    parts = undefined;
    throw error;
  });
  return parts;
}

// Only operations are drawn. Title, servers and authorisation are the storefront's own, and a page may have one <main>
// only.
const operationsOnly = (system: System) => ({
  components: {
    OperationsOnly: () => {
      const {createElement} = system.React;
      if (system.specSelectors.loadingStatus() !== 'success') return null;
      return createElement('div', {className: 'swagger-ui'}, createElement(system.getComponent('operations', true)));
    },
  },
  wrapComponents: {authorizeOperationBtn: () => () => null},
});

// Gives names to regions and tab stops to boxes that scroll, which the viewer does not do.
function complete(place: HTMLElement): void {
  for (const table of place.querySelectorAll('table[role="region"]:not([aria-label])')) table.setAttribute('aria-label', table.id);
  for (const box of place.querySelectorAll('pre:not([tabindex])')) box.setAttribute('tabindex', '0');
}

/** Draws the reference into `place`; resolves when it stands there. */
export async function showReference(place: HTMLElement, signal: AbortSignal): Promise<void> {
  await load();
  signal.throwIfAborted();
  const draw = (window as unknown as {SwaggerUIBundle: Bundle}).SwaggerUIBundle;
  const observer = new MutationObserver(() => complete(place));
  observer.observe(place, {childList: true, subtree: true});
  signal.addEventListener('abort', () => observer.disconnect());
  await new Promise<void>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
    draw({
      url: DOCUMENT, domNode: place, layout: 'OperationsOnly', presets: [draw.presets.apis], plugins: [operationsOnly],
      docExpansion: 'list', defaultModelsExpandDepth: -1, supportedSubmitMethods: [], validatorUrl: null,
      syntaxHighlight: {activated: false},
      responseInterceptor: (response: {ok: boolean}) => {
        if (!response.ok) reject(new Error('the description could not be loaded'));
        return response;
      },
      onComplete: resolve,
    });
  });
}
