import type {BundleOfKey, KeyDetail} from '../../api';
import {ItemRow} from '../../components/ItemRow';
import {price} from '../../lib/money';
import {useQuote} from '../../purchase/quotes';
import {common} from '../../text/common';
import {keyText} from '../../text/key';

// Shows the price of a bundle for the caller, or its list price when the caller is signed out.
function BundlePrice({bundle}: {bundle: BundleOfKey}) {
  const {data: quote} = useQuote(bundle.slug);
  if (!quote || quote.discount === 0) return <span class="price numbers">{price(bundle.price_cents, bundle.currency)}</span>;
  if (quote.alreadyOwned) return <span class="small soft">{common.owned}</span>;
  return (
    <span class="bundle-yours">
      <s class="small soft numbers">{price(quote.originalPrice, quote.currency)}</s>
      <span class="price numbers">{price(quote.finalPrice, quote.currency)}</span>
      <span class="small soft">{keyText.yourPrice}</span>
    </span>
  );
}

export function BundleOffers({offer}: {offer: KeyDetail}) {
  const bundles = offer.bundles ?? [];
  if (bundles.length === 0 || offer.hasAccess) return null;
  return (
    <section class="card bundle-offers" aria-labelledby="bundles">
      <div class="bundle-offers-head">
        <h2 id="bundles">{keyText.bundlesTitle}</h2>
        <p class="small soft">{keyText.bundlesLead}</p>
      </div>
      <ul class="rows">
        {bundles.map((bundle) => (
          <li key={bundle.id}>
            <ItemRow
              slug={bundle.slug} tool="bundle" title={bundle.title} text={common.keyCount(bundle.key_count)}
              href={`/marketplace/bundles/${encodeURIComponent(bundle.slug)}`}
            >
              <BundlePrice bundle={bundle} />
            </ItemRow>
          </li>
        ))}
      </ul>
    </section>
  );
}
