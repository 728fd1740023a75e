import {price} from '../../lib/money';
import {bundleText} from '../../text/bundle';
import {percentSaved} from './sums';

interface SavingProps {
  from: number;
  to: number;
  currency: string;
  // False when a KEY that is not sold singly comes on top of `from`, so that the saving is larger.
  isWhole: boolean;
}

// Shows what the bundle saves, in money and per cent; renders nothing when it saves nothing.
export function Saving({from, to, currency, isWhole}: SavingProps) {
  if (to >= from) return null;
  const say = isWhole ? bundleText.saving : bundleText.savingAtLeast;
  return <p class="saving small numbers">{say(price(from - to, currency), percentSaved(from, to))}</p>;
}
