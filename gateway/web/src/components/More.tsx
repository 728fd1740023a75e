import type {Failure} from '../api';
import {account} from '../text/account';
import {Button} from './Button';
import {FailureNotice} from './States';

interface MoreProps {
  pages: {hasMore: boolean; more: () => Promise<void>; isLoadingMore: boolean; moreFailure: Failure | undefined};
}

// The button below a list that comes in pages.
export function More({pages}: MoreProps) {
  return (
    <>
      {pages.moreFailure && <FailureNotice failure={pages.moreFailure} />}
      {pages.hasMore && <div><Button isBusy={pages.isLoadingMore} onClick={() => void pages.more()}>{account.showMore}</Button></div>}
    </>
  );
}
