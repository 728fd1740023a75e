// Decides which version a page of a KEY shows: the newest, or the one that its address names.
import {useLocation} from 'preact-iso';

import {api, type Failure, type KeyDetail, type KeyVersion, type VersionFacts} from '../../api';
import {preload, useResource} from '../../state/resource';

export interface ShownVersion {
  // The newest version if the address names none that exists.
  version: string;
  // Undefined while nothing is published.
  entry: KeyVersion | undefined;
  isNewest: boolean;
  // The version in the address if no such version exists.
  unknown: string | undefined;
  // The facts of that version and no other. Undefined until they have been read.
  facts: VersionFacts | undefined;
  failure: Failure | undefined;
  reload: () => void;
}

const olderOf = (offer: KeyDetail, wanted: string | undefined) =>
  offer.versions.find(({version}) => version === wanted && version !== offer.version);

const read = (slug: string, version: string | undefined) =>
  [version && `version:${slug}:${version}`, () => api.version(slug, version ?? '')] as const;

export function useVersion(offer: KeyDetail): ShownVersion {
  const {query} = useLocation();
  const older = olderOf(offer, query.version);
  const {data, failure, reload} = useResource(...read(offer.slug, older?.version));
  const version = older?.version ?? offer.version;
  return {
    version,
    entry: older ?? offer.versions.find((entry) => entry.version === offer.version),
    isNewest: !older,
    unknown: query.version && query.version !== version ? query.version : undefined,
    facts: older ? data : offer,
    failure: older && !data ? failure : undefined,
    reload: () => void reload(),
  };
}

// Reads the version that the address names before the page is shown, so that no other version flashes up.
export const preloadVersion = (offer: KeyDetail): Promise<unknown> =>
  preload(...read(offer.slug, olderOf(offer, new URLSearchParams(location.search).get('version') ?? undefined)?.version));
