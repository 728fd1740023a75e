import {usePage} from '../../state/navigation';
import {type Info} from '../../text/info';

// A page of text: sections with headings, nothing to press.
export function InfoPage({info}: {info: Info}) {
  usePage(info.title);
  return (
    <article class="page info">
      <h1 tabIndex={-1}>{info.title}</h1>
      <p class="key-lead">{info.lead}</p>
      {info.sections.map(({title, text}) => (
        <section key={title} class="stack stack-s">
          <h2>{title}</h2>
          {text.map((paragraph) => <p key={paragraph}>{paragraph}</p>)}
        </section>
      ))}
    </article>
  );
}
