import {LockOpen} from 'lucide-preact';
import {useLocation} from 'preact-iso';

import type {Bundle} from '../../api';
import {Button, LinkButton} from '../../components/Button';
import {FailureNotice, Notice} from '../../components/States';
import {price} from '../../lib/money';
import {BuyerPicker, useBuyers} from '../../purchase/BuyerPicker';
import {PurchaseOutcome} from '../../purchase/PurchaseOutcome';
import {useQuote} from '../../purchase/quotes';
import {usePurchase} from '../../purchase/use_purchase';
import {session, signInHref} from '../../state/session';
import {bundleText} from '../../text/bundle';
import {common} from '../../text/common';
import {buying} from '../../text/key';
import {QuoteTable} from '../../components/QuoteTable';
import {Saving} from './Saving';
import {singly} from './sums';

function Owned({organisation}: {organisation: string | undefined}) {
  return (
    <Notice tone="good" title={organisation ? bundleText.orgOwnsAll(organisation) : bundleText.allOwned}>
      <p>{bundleText.allOwnedText}</p>
    </Notice>
  );
}

interface BundleBuyBoxProps {
  bundle: Bundle;
  orgId: string;
  onBuyer: (orgId: string) => void;
  onFulfilled: () => void;
}

// Shows the price for the chosen buyer, how it comes about, and the page's one button.
export function BundleBuyBox({bundle, orgId, onBuyer, onFulfilled}: BundleBuyBoxProps) {
  const {url, route} = useLocation();
  const buyers = useBuyers();
  const quote = useQuote(bundle.slug, orgId);
  const done = () => {
    void quote.reload();
    onFulfilled();
  };
  const {outcome, buy} = usePurchase({kind: 'bundle', slug: bundle.slug}, done);
  const {sum, count, isWhole} = singly(bundle, quote.data?.ownedKeys);
  const isOut = session.value.state === 'out';
  const total = quote.data?.finalPrice ?? bundle.price_cents;
  const isOwned = quote.data?.alreadyOwned === true;
  const isWaiting = outcome?.state === 'waiting';
  const act = () => (isOut ? route(signInHref(url)) : void buy.run(orgId ? {orgId} : {}));
  return (
    <div class="card card-pad buy-box">
      <BuyerPicker buyers={buyers} orgId={orgId} onChange={onBuyer} />
      <PurchaseOutcome outcome={outcome} />
      {isOwned ? <Owned organisation={buyers.find(({id}) => id === orgId)?.name} /> : (
        <>
          <div>
            <div class="bundle-price">
              <p class="buy-price numbers">{price(total, bundle.currency)}</p>
              {sum > total && <span class="soft numbers"><s>{price(sum, bundle.currency)}</s> {count < bundle.keys.length ? bundleText.forTheRest(count) : bundleText.singly}</span>}
            </div>
            <Saving from={sum} to={total} currency={bundle.currency} isWhole={isWhole} />
          </div>
          {quote.data && quote.data.discount > 0 && <QuoteTable quote={quote.data} />}
          {quote.failure && !quote.data && <FailureNotice failure={quote.failure} />}
        </>
      )}
      {isOwned ? <LinkButton kind="primary" size="large" wide href="/account/keys">{common.myKeys}</LinkButton> : (
        <Button kind="primary" size="large" wide isBusy={buy.isBusy || isWaiting} onClick={act}>
          {total === 0 ? bundleText.getFree : <><LockOpen aria-hidden="true" />{bundleText.unlockFor(price(total, bundle.currency))}</>}
        </Button>
      )}
      {!isOwned && <p class="soft small">{isOut ? buying.signInFirst : total === 0 ? buying.freeNote : buying.payNote}</p>}
      {buy.failure && <FailureNotice failure={buy.failure} />}
    </div>
  );
}
