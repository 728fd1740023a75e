import {Component, type ComponentChildren} from 'preact';
import {ErrorBoundary} from 'preact-iso';

import {common} from '../text/common';
import {Button} from './Button';
import {EmptyState} from './States';

// Shows an error when a page of this program fails, instead of an empty window. Another address shows its page again.
export class Guard extends Component<{url: string; children: ComponentChildren}, {failedAt?: string}> {
  override componentDidCatch(error: unknown): void {
    console.error(error);
    this.setState({failedAt: this.props.url});
  }

  override render() {
    if (this.state.failedAt !== this.props.url) return <ErrorBoundary>{this.props.children}</ErrorBoundary>;
    return (
      <div class="page page-state" role="alert">
        <EmptyState title={common.faultTitle}>
          <p>{common.faultText}</p>
          <Button kind="primary" onClick={() => location.reload()}>{common.tryAgain}</Button>
        </EmptyState>
      </div>
    );
  }
}
