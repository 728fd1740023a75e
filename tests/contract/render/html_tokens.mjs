// HTML as the list of what a reader meets, so that two programs' HTML can be compared: headings, paragraphs' text, lists,
// tables, code, links with their targets, emphasis. White space counts in <pre> only; where two blocks meet, counts nothing.
//
//   tokensOf('<h1>A</h1><p>b <em>c</em></p>')   → ['<h1>', 'A', '</h1>', 'b', '<em>', 'c', '</em>']
import { load } from './load.mjs';

const { parseFragment } = await load('parse5');

// Blocks that show only by where their text begins and ends.
const PLAIN_BLOCKS = new Set(['p', 'div', 'section', 'article', 'header', 'footer', 'main', 'nav', 'center', 'figure', 'body', 'dl']);
const SHOWN = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'li', 'blockquote', 'pre', 'table', 'tr', 'td', 'th', 'caption', 'details',
  'summary', 'dt', 'dd', 'figcaption', 'em', 'strong', 'del', 'code', 'kbd', 'sub', 'sup', 'b', 'i', 'u', 's', 'ins', 'mark', 'small', 'q', 'samp', 'var',
  'abbr', 'cite', 'dfn', 'ruby', 'rt', 'rp']);
const VOID = new Set(['br', 'hr', 'img', 'input']);
const KEPT = { ol: ['start'], td: ['align', 'colspan', 'rowspan'], th: ['align', 'colspan', 'rowspan'], a: ['href'], input: ['checked'], img: ['src'],
  details: ['open'] };

export const parse = (html) => parseFragment(html);

export function attributeOf(node, name) {
  return node.attrs?.find((one) => one.name === name)?.value;
}

function tagOf(node) {
  const kept = (KEPT[node.tagName] ?? []).filter((name) => attributeOf(node, name) !== undefined && !(name === 'start' && attributeOf(node, name) === '1'));
  return `<${[node.tagName, ...kept.map((name) => `${name}=${attributeOf(node, name)}`)].join(' ')}>`;
}

class Tokens {
  list = [];
  #text = '';

  text(value) { this.#text += value; }
  end() {
    const shown = this.#text.replace(/[ \t\r\n\f]+/g, ' ').trim();
    if (shown !== '') this.list.push(shown);
    this.#text = '';
  }
  tag(value) {
    this.end();
    this.list.push(value);
  }
}

// The text of a node and all that is in it.
export function textOf(node) {
  if (node.nodeName === '#text') return node.value;
  return (node.childNodes ?? []).map(textOf).join('');
}

function walk(node, tokens) {
  for (const child of node.childNodes ?? []) {
    const name = child.tagName;
    if (child.nodeName === '#text') {
      tokens.text(child.value);
    } else if (name === 'pre') {
      tokens.tag('<pre>');
      tokens.list.push(textOf(child).replace(/^\n+|\n+$/g, ''));
      tokens.list.push('</pre>');
    } else if (VOID.has(name)) {
      tokens.tag(tagOf(child));
    } else if (SHOWN.has(name) || (name === 'a' && attributeOf(child, 'href') !== undefined)) {
      tokens.tag(tagOf(child));
      walk(child, tokens);
      tokens.tag(`</${name}>`);
    } else {
      if (PLAIN_BLOCKS.has(name)) tokens.end();
      walk(child, tokens);
      if (PLAIN_BLOCKS.has(name)) tokens.end();
    }
  }
}

export function tokensOf(html) {
  const tokens = new Tokens();
  walk(typeof html === 'string' ? parse(html) : html, tokens);
  tokens.end();
  return tokens.list;
}

// The first places at which two lists differ, with what stands around them.
export function differences(ours, theirs, most = 3) {
  const found = [];
  let a = 0;
  let b = 0;
  while ((a < ours.length || b < theirs.length) && found.length < most) {
    if (ours[a] === theirs[b]) {
      ++a;
      ++b;
      continue;
    }
    const [nextA, nextB] = meet(ours, a, theirs, b);
    found.push({ behind: ours.slice(Math.max(0, a - 3), a).join(' '), ours: ours.slice(a, nextA).join(' ').slice(0, 300), theirs: theirs.slice(b, nextB).join(' ').slice(0, 300) });
    a = nextA;
    b = nextB;
  }
  return found;
}

// Finds where both texts continue alike: two equal tokens, as near as possible.
function meet(ours, a, theirs, b) {
  for (let far = 1; far < 400; ++far) {
    for (let i = 0; i <= far; ++i) {
      const x = a + i;
      const y = b + far - i;
      if (x < ours.length && y < theirs.length && ours[x] === theirs[y] && ours[x + 1] === theirs[y + 1]) return [x, y];
    }
  }
  return [ours.length, theirs.length];
}
