import {EmptyState} from '../components/States';
import {LinkButton} from '../components/Button';
import {usePage} from '../state/navigation';
import {common} from '../text/common';

export default function NotFoundPage() {
  usePage(common.notFoundTitle);
  return (
    <div class="page">
      <h1 class="visually-hidden" tabIndex={-1}>{common.notFoundTitle}</h1>
      <div class="page-state">
        <EmptyState title={common.notFoundTitle}>
          <p>{common.notFoundText}</p>
          <LinkButton kind="primary" href="/marketplace">{common.allKeys}</LinkButton>
        </EmptyState>
      </div>
    </div>
  );
}
