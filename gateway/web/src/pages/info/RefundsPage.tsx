import {refunds} from '../../text/info';
import {InfoPage} from './InfoPage';

export default function RefundsPage() {
  return <InfoPage info={refunds} />;
}
