// Turns what a file shows elsewhere into what the shop's pages show of it, by the differences that
// services/ingestion/README.md lists ("Shown here and elsewhere") and by no others. It was written from that list and
// not from the renderer.
import { attributeOf, parse, textOf } from './html_tokens.mjs';
import { load } from './load.mjs';

const { default: GithubSlugger } = await load('github-slugger');

const LEFT_OUT = new Set(['script', 'style', 'svg', 'iframe', 'noembed', 'noframes', 'title', 'textarea', 'xmp', 'plaintext']);
const RENAMED = { tt: 'code', strike: 's' };
// Only the content of these elements is kept, because no page of the shop styles them.
const UNWRAPPED = new Set(['font', 'span', 'picture', 'big', 'button', 'label', 'form', 'blink', 'address', 'source', 'object', 'select', 'option', 'template', 'noscript']);
const ALERTS = { '[!NOTE]': 'Note', '[!TIP]': 'Tip', '[!IMPORTANT]': 'Important', '[!WARNING]': 'Warning', '[!CAUTION]': 'Caution' };

const element = (tagName, attrs, childNodes) => ({ nodeName: tagName, tagName, childNodes, attrs: Object.entries(attrs).map(([name, value]) => ({ name, value })) });
const text = (value) => ({ nodeName: '#text', value });
const hasOdd = (url) => /[\0- \x7f]/.test(url);
const isHttp = (url) => /^https?:\/\//i.test(url) && !hasOdd(url);
const isSafe = (url) => isHttp(url) || (/^mailto:/i.test(url) && !hasOdd(url));
const isPath = (url) => url !== '' && !url.startsWith('#') && !/^[^/?#]*:/.test(url);
const isBlank = (node) => node.nodeName === '#text' && node.value.trim() === '';

export const squeezed = (value) => value.replace(/\s+/g, ' ').trim();

// An address as a browser asks for it.
export function addressOf(url) {
  try {
    return url.startsWith('#') ? url : new URL(url).href.replace(/\^/g, '%5E');
  } catch {
    return url;
  }
}

function unescaped(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function fileNameOf(url) {
  if (url.startsWith('data:')) return 'picture';
  const name = url.replace(/[?#].*/s, '').replace(/\/+$/, '').split('/').pop();
  return name === '' ? 'picture' : name;
}

function pathBehind(target, nodes) {
  const shown = textOf({ childNodes: nodes });
  return squeezed(shown) === target ? [] : [text(' ('), element('code', {}, [text(target)]), text(')')];
}

const hasClass = (node, name) => (attributeOf(node, 'class') ?? '').split(/\s+/).includes(name);

export function* elementsOf(node) {
  for (const child of node.childNodes ?? []) {
    if (child.tagName !== undefined) yield child;
    yield* elementsOf(child);
  }
}

// Maps the targets of links on the page to their content: the id of each heading, and ids that the author wrote.
export function placesOf(tree) {
  const places = new Map();
  const slugs = new GithubSlugger();
  for (const node of elementsOf(tree)) {
    const own = attributeOf(node, 'id') ?? (node.tagName === 'a' ? attributeOf(node, 'name') : undefined);
    if (own !== undefined && !places.has(own)) places.set(own, node);
    if (!/^h[1-6]$/.test(node.tagName)) continue;
    const slug = slugs.slug(textOf(node));
    if (!places.has(slug)) places.set(slug, node);
  }
  return places;
}

class Converter {
  constructor(places, pictures) {
    this.places = places;
    this.pictures = pictures;
    this.isNaming = false;
  }

  children(node, inLink) { return (node.childNodes ?? []).flatMap((child) => this.one(child, inLink)); }

  one(node, inLink) {
    const name = node.tagName;
    if (node.nodeName === '#text') return [node];
    if (name === 'svg' && this.pictures) return [element('img', { src: 'svg' }, [])];
    if (name === undefined || LEFT_OUT.has(name)) return [];
    if (name === 'img') return this.picture(attributeOf(node, 'src') ?? '', attributeOf(node, 'alt') ?? '', inLink);
    if (name === 'video' || name === 'audio') return [...this.picture(attributeOf(node, 'src') ?? '', name, inLink), ...this.children(node, inLink)];
    if (name === 'a' && attributeOf(node, 'href') !== undefined) return this.link(node, inLink);
    if (/^h[1-6]$/.test(name)) return [element(`h${Math.min(6, Number(name[1]) + 1)}`, {}, this.children(node, inLink))];
    if (UNWRAPPED.has(name)) return this.children(node, inLink);
    if (name === 'section' && hasClass(node, 'footnotes')) return [element('hr', {}, []), ...this.children(node, inLink)];
    const kept = { ...node, tagName: RENAMED[name] ?? name, childNodes: this.children(node, inLink) };
    return [name === 'blockquote' ? this.alert(kept) : kept];
  }

  link(node, inLink) {
    const url = attributeOf(node, 'href').trim();
    if (inLink) return this.children(node, inLink);
    const shown = this.children(node, true);
    if (attributeOf(node, 'data-footnote-backref') !== undefined) return [element('a', { href: '#note' }, [text('↩')])];
    if (attributeOf(node, 'data-footnote-ref') !== undefined) return [element('a', { href: '#note' }, shown)];
    if (url.startsWith('#')) {
      const place = [url.slice(1), unescaped(url.slice(1)), unescaped(url.slice(1)).toLowerCase()].find((one) => this.places.has(one));
      // A heading may hold a link to itself: its name is its text alone.
      return place === undefined || this.isNaming ? shown : [element('a', { href: `#→${this.nameOf(this.places.get(place))}` }, shown)];
    }
    if (isSafe(url)) {
      const before = node.parentNode.childNodes[node.parentNode.childNodes.indexOf(node) - 1];
      if (url.startsWith('mailto:') && before?.nodeName === '#text' && before.value.endsWith('/')) return shown;
      // One that our page would show without content: a browser's copy of a link that a block has cut in two.
      const siblings = node.parentNode.childNodes;
      const isCut = siblings[siblings.indexOf(node) + 1]?.tagName === 'a' || (node.childNodes ?? []).some(isBlank);
      if (isCut && shown.every(isBlank)) return shown;
      return [element('a', { href: addressOf(url) }, shown.length > 0 ? shown : [text(url)])];
    }
    return isPath(url) ? [...shown, ...pathBehind(url, shown)] : shown;
  }

  nameOf(place) {
    if (!/^h[1-6]$/.test(place.tagName)) return '';
    this.isNaming = true;
    const name = squeezed(textOf({ childNodes: this.children(place, false) }));
    this.isNaming = false;
    return name;
  }

  picture(url, description, inLink) {
    const source = url.trim();
    if (source === '' && description === '') return [];
    if (this.pictures && /^data:image\/(png|jpeg|gif|webp|bmp|svg\+xml);base64,/.test(source)) return [element('img', { src: /svg\+xml/.test(source.slice(0, 20)) ? 'svg' : source }, [])];
    const shown = [text(description === '' ? fileNameOf(source) : description)];
    if (inLink) return shown;
    if (isHttp(source)) return [element('a', { href: addressOf(source) }, shown)];
    return isPath(source) ? [...shown, ...pathBehind(source, shown)] : shown;
  }

  // GitHub makes "> [!NOTE]" behind its parser.
  alert(quote) {
    const first = quote.childNodes.find((one) => !isBlank(one));
    const [start, ...rest] = first?.tagName === 'p' ? first.childNodes : [];
    const [mark, ...lines] = start?.nodeName === '#text' ? start.value.split('\n') : [''];
    const title = ALERTS[mark.trim().toUpperCase()];
    if (title === undefined || (lines.length === 0 && rest.length > 0 && rest[0].tagName !== 'br')) return quote;
    const body = [text(lines.join('\n')), ...(rest[0]?.tagName === 'br' ? rest.slice(1) : rest)].filter((one) => !isBlank(one));
    const paragraph = { ...first, childNodes: [element('strong', {}, [text(title)]), ...(body.length > 0 ? [element('br', {}, []), ...body] : [])] };
    return { ...quote, childNodes: quote.childNodes.map((one) => (one === first ? paragraph : one)) };
  }
}

// The tree of what we should show of another program's HTML. `pictures`: those in data: addresses are shown.
export function asShownHere(html, { pictures = false } = {}) {
  // Tags that GitHub leaves out one by one; an HTML parser would put what follows them inside.
  const tree = parse(html.replace(/<\/?(object|select|template|noscript|button|label|form)\b[^>]*>/gi, ''));
  return { nodeName: '#fragment', childNodes: new Converter(placesOf(tree), pictures).children(tree, false) };
}

// Our own HTML with links on the page named by where they lead.
export function withPlaces(html) {
  const tree = parse(html);
  const byId = new Map();
  for (const node of elementsOf(tree)) {
    if (attributeOf(node, 'id') !== undefined) byId.set(attributeOf(node, 'id'), node);
  }
  for (const node of elementsOf(tree)) {
    if (node.tagName === 'img' && attributeOf(node, 'src')?.startsWith('data:image/svg')) node.attrs.find((one) => one.name === 'src').value = 'svg';
    const href = node.tagName === 'a' ? node.attrs.find((one) => one.name === 'href') : undefined;
    if (href !== undefined) href.value = addressOf(href.value);
    if (!href?.value.startsWith('#')) continue;
    const target = byId.get(href.value.slice(1));
    if (/^#p-fn(ref)?:/.test(href.value)) href.value = '#note';
    else href.value = target === undefined ? '#DEAD' : `#→${/^h[1-6]$/.test(target.tagName) ? squeezed(textOf(target)) : ''}`;
  }
  return tree;
}

// The same for a notebook: pictures that it carries are shown, those of SVG as pictures, too.
export function notebookAsShownHere(html) {
  return asShownHere(html.replace(/(data:image\/[^"']*)/g, (url) => url.replace(/(\s|&#10;)+/g, '')), { pictures: true });
}
