import {Download, LockOpen} from 'lucide-preact';
import {useLocation} from 'preact-iso';
import {useState} from 'preact/hooks';

import type {KeyDetail} from '../../api';
import {Button, LinkButton} from '../../components/Button';
import {FailureNotice, Notice} from '../../components/States';
import {price} from '../../lib/money';
import {type PrimaryAction, primaryAction} from '../../lib/primary_action';
import {BuyerPicker, useBuyers} from '../../purchase/BuyerPicker';
import {PurchaseOutcome} from '../../purchase/PurchaseOutcome';
import {useDownload} from '../../purchase/use_download';
import {usePurchase} from '../../purchase/use_purchase';
import {session, signInHref} from '../../state/session';
import {common} from '../../text/common';
import {buying} from '../../text/key';

function Heading({action, offer}: {action: PrimaryAction; offer: KeyDetail}) {
  if (action.kind === 'download') return <p class="buy-price buy-owned">{buying.youOwnIt}</p>;
  if (action.kind === 'buy') return <p class="buy-price numbers">{price(action.amount, action.currency)}</p>;
  if (action.kind === 'claim') return <p class="buy-price">{common.free}</p>;
  if (action.kind === 'bundle') return <p class="buy-price buy-words">{buying.onlyBundle}</p>;
  return <p class="buy-price buy-words">{action.kind === 'unavailable' || !offer.available ? buying.unavailable : buying.notForSale}</p>;
}

function note(action: PrimaryAction, isOut: boolean): string {
  switch (action.kind) {
    case 'download': return buying.downloadNote;
    case 'buy': return isOut ? buying.signInFirst : buying.payNote;
    case 'claim': return buying.freeNote;
    case 'bundle': return '';
    case 'unavailable': return buying.unavailableText;
    case 'not-for-sale': return buying.notForSaleText;
  }
}

// The price and the page's one button.
export function BuyBox({offer, version, onFulfilled}: {offer: KeyDetail; version: string; onFulfilled: () => void}) {
  const {url, route} = useLocation();
  const action = primaryAction(offer, version);
  const {outcome, buy} = usePurchase({kind: 'key', slug: offer.slug}, onFulfilled);
  const download = useDownload(offer.slug);
  const buyers = useBuyers();
  const [orgId, setOrgId] = useState('');
  const isOut = session.value.state === 'out';
  const isSale = action.kind === 'buy' || action.kind === 'claim';
  const isWaiting = outcome?.state === 'waiting';
  const act = () => (isOut ? route(signInHref(url)) : void buy.run(orgId ? {orgId} : {}));
  return (
    <div class="card card-pad buy-box">
      <Heading action={action} offer={offer} />
      {action.kind === 'buy' && <p class="soft small">{buying.priceNote}</p>}
      <PurchaseOutcome outcome={outcome} />
      {isSale && !isWaiting && <BuyerPicker buyers={buyers} orgId={orgId} onChange={setOrgId} />}
      {action.kind === 'download' && (
        <Button kind="primary" size="large" wide isBusy={download.isBusy} onClick={() => void download.run(version)}>
          <Download aria-hidden="true" />{buying.download(version)}
        </Button>
      )}
      {isSale && (
        <Button kind="primary" size="large" wide isBusy={buy.isBusy || isWaiting} onClick={act}>
          {action.kind === 'buy' ? <><LockOpen aria-hidden="true" />{buying.unlockFor(price(action.amount, action.currency))}</> : buying.getFree}
        </Button>
      )}
      {action.kind === 'bundle' && (
        <LinkButton kind="primary" size="large" wide class="buy-bundle" href={`/marketplace/bundles/${encodeURIComponent(action.bundle.slug)}`}>
          {buying.partOf(action.bundle.title)}
        </LinkButton>
      )}
      <p class="soft small">{note(action, isOut)}</p>
      {buy.failure && <FailureNotice failure={buy.failure} />}
      {download.failure && <FailureNotice failure={download.failure} />}
      {download.started && (
        <Notice tone="good" title={buying.downloadStarted(download.started.version)}>
          <p>{buying.downloadStartedText}</p><code class="digest">{download.started.sha256}</code>
        </Notice>
      )}
    </div>
  );
}
