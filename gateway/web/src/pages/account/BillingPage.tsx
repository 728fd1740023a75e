import {ExternalLink} from 'lucide-preact';

import {api} from '../../api';
import {Button, LinkButton} from '../../components/Button';
import {FailureNotice} from '../../components/States';
import {useAction} from '../../state/action';
import {billingText} from '../../text/account';
import {AccountFrame, loadFor} from './AccountFrame';

function Portal() {
  const open = useAction(async () => {
    const {url} = await api.portal();
    location.assign(url);
  });
  return (
    <section class="card card-pad stack">
      <div><Button kind="primary" isBusy={open.isBusy} onClick={() => void open.run(undefined)}><ExternalLink aria-hidden="true" />{billingText.open}</Button></div>
      <p class="small soft">{billingText.opensAt}</p>
      {open.failure && <FailureNotice failure={open.failure} />}
      <hr />
      <p>{billingText.receipts}</p>
      <div><LinkButton href="/account/orders">{billingText.orders}</LinkButton></div>
    </section>
  );
}

export const load = () => loadFor(() => []);

export default function BillingPage() {
  return <AccountFrame title={billingText.title} lead={billingText.lead}>{() => <Portal />}</AccountFrame>;
}
