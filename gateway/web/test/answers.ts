// Checks that the members which the pages read exist in the API's description, by name and type. web_types compiles
// this file; it never runs.
import type {components} from '@keys/client';

import type * as T from '../src/api/types';

type Described = components['schemas'];
// The description is looser about members that are always sent and words out of a list: any string, perhaps absent.
type Loose<A> = unknown extends A ? A : A extends string ? string : A extends (infer E)[] ? Loose<E>[] : A extends object ? {[K in keyof A]?: Loose<A[K]>} : A;
type Missing<Ours, Theirs> = Exclude<keyof Ours, keyof Theirs>;
type Fits<Ours, Theirs extends Ours> = [Ours, Theirs];

export type Named = [
  Fits<never, Missing<T.Key, Described['catalog.Key']>>,
  Fits<never, Missing<T.KeyVersion, Described['catalog.KeyVersion']>>,
  Fits<never, Missing<Omit<T.VersionDetail, keyof T.Manifest>, Described['catalog.KeyVersionDetail']>>,
  Fits<never, Missing<T.Screenshot, Described['catalog.Screenshot']>>,
  Fits<never, Missing<T.BundleKey, Described['catalog.BundleKey']>>,
  Fits<never, Missing<T.BundleOfKey, Described['catalog.KeyDetail']['bundles'][number]>>,
  Fits<never, Missing<T.FileList, Described['catalog.ListFilesResponse']>>,
  Fits<never, Missing<T.RelatedKey, Described['catalog.RelatedKey']>>,
  Fits<never, Missing<T.Bundle, Described['catalog.Bundle']>>,
  Fits<never, Missing<T.VersionDiff, Described['catalog.VersionDiff']>>,
  Fits<never, Missing<T.Quote, Described['billing.GetDiscountResponse']>>,
  Fits<never, Missing<T.Order, Described['billing.Order']>>,
  Fits<never, Missing<T.Checkout, Described['billing.CheckoutResponse']>>,
  Fits<never, Missing<T.Download, Described['entitlement.DownloadResponse']>>,
  Fits<never, Missing<T.Entitlement, Described['entitlement.EntitlementView']>>,
  Fits<never, Missing<T.Recommendation, Described['discovery.Recommendation']>>,
  Fits<never, Missing<T.Situation, Described['discovery.Situation']>>,
];

export type Typed = [
  Fits<Loose<T.Key>, Loose<Described['catalog.Key']>>,
  Fits<Loose<T.KeyVersion>, Loose<Described['catalog.KeyVersion']>>,
  Fits<Loose<T.Screenshot>, Loose<Described['catalog.Screenshot']>>,
  Fits<Loose<T.RelatedKey>, Loose<Described['catalog.RelatedKey']>>,
  Fits<Loose<T.Bundle>, Loose<Described['catalog.Bundle']>>,
  Fits<Loose<T.VersionDiff>, Loose<Described['catalog.VersionDiff']>>,
  Fits<Loose<T.Quote>, Loose<Described['billing.GetDiscountResponse']>>,
  Fits<Loose<T.Order>, Loose<Described['billing.Order']>>,
  Fits<Loose<T.Checkout>, Loose<Described['billing.CheckoutResponse']>>,
  Fits<Loose<T.Download>, Loose<Described['entitlement.DownloadResponse']>>,
  Fits<Loose<T.Entitlement>, Loose<Described['entitlement.EntitlementView']>>,
  Fits<Loose<T.Recommendation>, Loose<Described['discovery.Recommendation']>>,
  Fits<Loose<T.Situation>, Loose<Described['discovery.Situation']>>,
];
