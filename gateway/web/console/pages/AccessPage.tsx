import {Fragment} from 'preact';
import {useState} from 'preact/hooks';

import {Field, Select} from '../../src/components/Field';
import {Section} from '../../src/components/Section';
import {curator, type Grant} from '../api';
import {UUID} from '../lib/words';
import {Act} from '../parts/Act';
import {HolderFields, holderOf, type HolderDraft} from '../parts/HolderFields';
import {Page} from '../parts/Page';
import {accessText} from '../text/orders';

const NOBODY: HolderDraft = {kind: 'user', id: ''};

function Give({onGiven}: {onGiven: (grant: Grant) => void}) {
  const [key, setKey] = useState('');
  const [source, setSource] = useState('manual');
  const [ends, setEnds] = useState('');
  const [draft, setDraft] = useState(NOBODY);
  const holder = holderOf(draft);
  return (
    <Section title={accessText.give}>
      <div class="form-grid">
        <Field label={accessText.key} value={key} maxLength={100} autocomplete="off" spellcheck={false} onInput={(event) => setKey(event.currentTarget.value.trim())} />
        <HolderFields draft={draft} onChange={setDraft} />
        <Select label={accessText.source} value={source} options={Object.entries(accessText.sources).map(([value, label]) => ({value, label}))} onChange={setSource} />
        <Field label={accessText.ends} type="date" value={ends} onInput={(event) => setEnds(event.currentTarget.value)} />
      </div>
      <div>
        <Act name={accessText.give} kind="primary" service="entitlement" isIncomplete={key === '' || !holder} consequences={accessText.giveConsequences(key || '–')}
          run={async (reason, idempotencyKey) => {
            if (holder) onGiven(await curator.grant({...holder, key, source, reason, ...(ends ? {ends_at: `${ends}T00:00:00Z`} : {})}, {idempotencyKey}));
          }} />
      </div>
    </Section>
  );
}

function Given({grant}: {grant: Grant}) {
  const facts = [{name: accessText.key, value: grant.packTitle}, {name: accessText.grantId, value: <code>{grant.id}</code>}, {name: accessText.who, value: <code>{grant.tenantId}</code>}];
  return (
    <Section title={accessText.given}>
      <dl class="facts card card-pad">{facts.map(({name, value}) => <Fragment key={name}><dt>{name}</dt><dd>{value}</dd></Fragment>)}</dl>
    </Section>
  );
}

function Change({id, onId, onChanged}: {id: string; onId: (id: string) => void; onChanged: (grant: Grant) => void}) {
  const [draft, setDraft] = useState(NOBODY);
  const holder = holderOf(draft);
  const isKnown = UUID.test(id);
  return (
    <Section title={accessText.change} lead={accessText.changeText}>
      <div class="form-grid">
        <Field label={accessText.grantId} value={id} maxLength={36} autocomplete="off" spellcheck={false}
          {...(id !== '' && !isKnown ? {error: accessText.idWrong} : {})} onInput={(event) => onId(event.currentTarget.value.trim())} />
      </div>
      <div class="row">
        <Act name={accessText.revoke} service="entitlement" isIncomplete={!isKnown} consequences={accessText.revokeConsequences}
          run={async (reason, idempotencyKey) => onChanged((await curator.revoke(id, reason, {idempotencyKey})).entitlement)} />
        <Act name={accessText.transfer} service="entitlement" isIncomplete={!isKnown || !holder} consequences={accessText.transferConsequences}
          run={async (reason, idempotencyKey) => {
            if (holder) onChanged((await curator.transfer(id, {...holder, reason}, {idempotencyKey})).entitlement);
          }}>
          <HolderFields draft={draft} onChange={setDraft} />
        </Act>
      </div>
    </Section>
  );
}

export default function AccessPage() {
  const [grant, setGrant] = useState<Grant>();
  const [id, setId] = useState('');
  const shown = (answer: Grant) => {
    setGrant(answer);
    setId(answer.id);
  };
  return (
    <Page title={accessText.title} lead={accessText.lead}>
      <Give onGiven={shown} />
      {grant && <Given grant={grant} />}
      <Change id={id} onId={setId} onChanged={shown} />
    </Page>
  );
}
