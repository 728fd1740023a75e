import {Field, Select} from '../../src/components/Field';
import type {Holder} from '../api';
import {UUID} from '../lib/words';
import {accessText} from '../text/orders';

export interface HolderDraft {
  kind: string;
  id: string;
}

export const holderOf = ({kind, id}: HolderDraft): Holder | undefined => (UUID.test(id) ? (kind === 'org' ? {org_id: id} : {user_id: id}) : undefined);

export function HolderFields({draft, onChange}: {draft: HolderDraft; onChange: (draft: HolderDraft) => void}) {
  return (
    <>
      <Select label={accessText.who} value={draft.kind} options={[{value: 'user', label: accessText.user}, {value: 'org', label: accessText.org}]}
        onChange={(kind) => onChange({...draft, kind})} />
      <Field label={draft.kind === 'org' ? accessText.orgId : accessText.userId} value={draft.id} maxLength={36} autocomplete="off" spellcheck={false}
        {...(draft.id !== '' && !UUID.test(draft.id) ? {error: accessText.idWrong} : {})}
        onInput={(event) => onChange({...draft, id: event.currentTarget.value.trim()})} />
    </>
  );
}
