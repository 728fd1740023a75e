import {Receipt} from 'lucide-preact';

import {api, type Order} from '../../api';
import {LinkButton} from '../../components/Button';
import {More} from '../../components/More';
import {OrderRows} from '../../components/OrderRows';
import {EmptyState, ErrorState, Skeleton} from '../../components/States';
import {preloadPages, usePages} from '../../state/pages';
import {account, keysText, ordersText} from '../../text/account';
import {AccountFrame, loadFor, useOrganisations} from './AccountFrame';

const PAGE = 20;

export function useBuyerName(): (order: Order) => string | undefined {
  const organisations = useOrganisations();
  return ({tenantType, tenantId}) => (tenantType === 'org' ? organisations.find(({id}) => id === tenantId)?.name || account.unnamed : undefined);
}

const ordersOf = (userId: string) => [`orders:${userId}`, (cursor: string | undefined) =>
  api.orders({limit: PAGE, cursor}).then(({orders, next_cursor: next}) => ({items: orders, next}))] as const;

export const load = () => loadFor(({id}) => [preloadPages(...ordersOf(id))]);

function Orders({userId}: {userId: string}) {
  const buyerOf = useBuyerName();
  const pages = usePages(...ordersOf(userId));
  const {items, failure, reload} = pages;
  if (failure && !items) return <ErrorState failure={failure} onRetry={() => void reload()} />;
  if (!items) return <div class="stack" aria-busy="true"><Skeleton kind="block" /></div>;
  if (items.length === 0) {
    return (
      <EmptyState title={ordersText.emptyTitle} icon={Receipt}>
        <p>{ordersText.emptyText}</p>
        <LinkButton kind="primary" href="/marketplace">{keysText.browse}</LinkButton>
      </EmptyState>
    );
  }
  return <div class="stack"><OrderRows orders={items} buyerOf={buyerOf} /><More pages={pages} /></div>;
}

export default function OrdersPage() {
  return <AccountFrame title={ordersText.title} lead={ordersText.lead}>{({id}) => <Orders userId={id} />}</AccountFrame>;
}
