import {common} from '../text/common';

export function Crumbs({steps, here}: {steps: {href: string; label: string}[]; here: string}) {
  return (
    <nav class="crumbs" aria-label={common.breadcrumb}>
      <ol>
        {steps.map(({href, label}) => <li key={href}><a href={href}>{label}</a></li>)}
        <li aria-current="page">{here}</li>
      </ol>
    </nav>
  );
}
