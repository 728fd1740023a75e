import {useLayoutEffect, useRef} from 'preact/hooks';

// HTML that ingestion wrote anew from an allow-list (services/ingestion/render/safe_html.h): this is the only place
// where HTML from the API becomes part of a page.
export function Prose({html}: {html: string}) {
  const box = useRef<HTMLDivElement>(null);
  // Parts that scroll sideways get a tab stop, so that the keyboard can scroll them too.
  useLayoutEffect(() => {
    // Markdown has no table without a row of headings, so authors leave headings empty.
    box.current?.querySelectorAll('th:empty').forEach((heading) => heading.setAttribute('role', 'presentation'));
    box.current?.querySelectorAll<HTMLElement>('pre, table').forEach((block) => {
      if (block.scrollWidth > block.clientWidth) block.tabIndex = 0;
    });
  }, [html]);
  return <div class="prose" ref={box} dangerouslySetInnerHTML={{__html: html}} />;
}
