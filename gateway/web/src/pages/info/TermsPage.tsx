import {terms} from '../../text/info';
import {InfoPage} from './InfoPage';

export default function TermsPage() {
  return <InfoPage info={terms} />;
}
