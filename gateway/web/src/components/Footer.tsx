import {config} from '../state/config';
import {common} from '../text/common';

export function Footer() {
  return (
    <footer class="footer">
      <div class="page footer-row">
        <p>{common.footer(config.value?.version ?? '')}</p>
        <ul class="footer-links">
          <li><a href="/terms">{common.terms}</a></li>
          <li><a href="/refunds">{common.refunds}</a></li>
          <li><a href="/docs">{common.apiDocs}</a></li>
        </ul>
      </div>
    </footer>
  );
}
