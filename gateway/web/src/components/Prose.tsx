// HTML that ingestion rendered from Markdown with the author's own HTML escaped: the one place where HTML of the
// API becomes part of a page.
export function Prose({html}: {html: string}) {
  return <div class="prose" dangerouslySetInnerHTML={{__html: html}} />;
}
