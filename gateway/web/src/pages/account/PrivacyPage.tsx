import {privacyText} from '../../text/privacy';
import {AccountFrame, loadFor} from './AccountFrame';
import {Dismissals, loadDismissals} from './privacy/Dismissals';
import {EraseAccount} from './privacy/EraseAccount';
import {loadOptOuts, OptOuts} from './privacy/OptOuts';
import {OwnData} from './privacy/OwnData';
import {loadSignals, Signals} from './privacy/Signals';

export const load = () => loadFor(({id}) => [loadSignals(id), loadOptOuts(id), loadDismissals(id)]);

export default function PrivacyPage() {
  return (
    <AccountFrame title={privacyText.title} lead={privacyText.lead}>
      {({id}) => (
        <div>
          <Signals userId={id} />
          <OptOuts userId={id} />
          <Dismissals userId={id} />
          <OwnData />
          <EraseAccount />
        </div>
      )}
    </AccountFrame>
  );
}
