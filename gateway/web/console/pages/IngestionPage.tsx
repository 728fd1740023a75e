import {useRoute} from 'preact-iso';
import {useEffect} from 'preact/hooks';

import {Crumbs} from '../../src/components/Crumbs';
import {useResource} from '../../src/state/resource';
import {curator} from '../api';
import {moment, shortId} from '../lib/words';
import {Loaded, Page} from '../parts/Page';
import {Report} from '../parts/Report';
import {ingestText} from '../text/ingest';

const LOOK_AGAIN_MS = 2000;

export default function IngestionPage() {
  const id = useRoute().params.id ?? '';
  const resource = useResource(`console:ingestion:${id}`, () => curator.ingestion(id));
  const run = resource.data?.ingestion;
  useEffect(() => {
    if (run?.status !== 'running') return undefined;
    const timer = setInterval(() => void resource.reload(), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [run?.status]);
  return (
    <Page title={run ? ingestText.runTitle(moment(run.started_at)) : ingestText.run} above={<Crumbs steps={[{href: '/admin/ingest', label: ingestText.title}]} here={shortId(id)} />}>
      <Loaded resource={resource}>{({report}) => <Report report={report} />}</Loaded>
    </Page>
  );
}
