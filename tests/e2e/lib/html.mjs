// Reads a page without a browser: enough of HTML for the pages that the gateway writes.

/** The header that browsers send when somebody follows a link. */
export const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8';

const REFERENCES = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
export const unescape = (text) => text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name) => REFERENCES[name]);

const first = (html, pattern) => {
  const found = pattern.exec(html);
  return found ? unescape(found[1]) : undefined;
};

/** Title, description, canonical address, Open Graph, JSON-LD, the data block and the readable text. */
export function readPage(html) {
  const blocks = [...html.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)];
  const data = /<script type="application\/json" id="keys-data">(.*?)<\/script>/s.exec(html);
  return {
    title: first(html, /<title>(.*?)<\/title>/s),
    description: first(html, /<meta name="description" content="([^"]*)">/),
    canonical: first(html, /<link rel="canonical" href="([^"]*)">/),
    property: (name) => first(html, new RegExp(`<meta property="${name}" content="([^"]*)">`)),
    indexed: !/<meta name="robots" content="noindex">/.test(html),
    structured: blocks.map(([, json]) => JSON.parse(json)),
    data: data ? JSON.parse(data[1]) : undefined,
    heading: first(html, /<h1>(.*?)<\/h1>/s),
    // Scripts, comments and tags taken out, as a reader without JavaScript sees it.
    text: unescape(html.replace(/<script.*?<\/script>|<!--.*?-->|<[^>]*>/gs, ' ').replace(/\s+/g, ' ')),
    // Elements that would run or load something, wherever they stand.
    scripts: [...html.matchAll(/<script(?![^>]*type="application\/(?:ld\+)?json")[^>]*>/g)].map(([tag]) => tag),
  };
}
