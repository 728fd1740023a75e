import type {Organisation} from '../api';
import {api} from '../api';
import {Select} from '../components/Field';
import {preload, useResource} from '../state/resource';
import {user} from '../state/session';
import {buying} from '../text/key';

// The organisations for which the caller may buy.
const buyersOf = () => [user.value && `orgs:${user.value.id}`, api.organisations] as const;
export const preloadBuyers = () => preload(...buyersOf());

export function useBuyers(): Organisation[] {
  const {data} = useResource(...buyersOf());
  return data?.filter(({role}) => role !== 'member') ?? [];
}

interface BuyerPickerProps {
  buyers: Organisation[];
  orgId: string;
  onChange: (orgId: string) => void;
}

// Renders nothing when there is no organisation to buy for.
export function BuyerPicker({buyers, orgId, onChange}: BuyerPickerProps) {
  if (buyers.length === 0) return null;
  const chosen = buyers.find(({id}) => id === orgId);
  return (
    <div class="stack stack-s">
      <Select
        label={buying.buyFor} value={orgId} onChange={onChange}
        options={[{value: '', label: buying.yourself}, ...buyers.map(({id, name}) => ({value: id, label: name}))]}
      />
      {chosen && <p class="small soft">{buying.orgNote(chosen.name)}</p>}
    </div>
  );
}
