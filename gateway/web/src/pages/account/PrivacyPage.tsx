import {privacyText} from '../../text/privacy';
import {AccountFrame} from './AccountFrame';
import {Dismissals} from './privacy/Dismissals';
import {EraseAccount} from './privacy/EraseAccount';
import {OptOuts} from './privacy/OptOuts';
import {OwnData} from './privacy/OwnData';
import {Signals} from './privacy/Signals';

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
