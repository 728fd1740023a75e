import {useId, useState} from 'preact/hooks';

import {Field, Select} from '../../src/components/Field';
import {Section} from '../../src/components/Section';
import {Notice} from '../../src/components/States';
import {listed} from '../../src/lib/format';
import {money, price} from '../../src/lib/money';
import {config, currencies} from '../../src/state/config';
import {common} from '../../src/text/common';
import {type Bundle, curator, type Key} from '../api';
import {compare, estimate, type Part} from '../lib/bundle_sums';
import {currencyOf} from '../lib/currency';
import {readAmount, writeAmount} from '../lib/words';
import {bundlesText} from '../text/catalog';
import {Act} from './Act';
import {priceInWords} from '../pages/KeysPage';

interface BundleFormProps {
  slug: string;
  // Undefined for a bundle that is not there yet.
  bundle: Bundle | undefined;
  keys: Key[];
  onDone: () => Promise<void>;
}

const asPart = ({slug, title, price_cents: cents, currency}: Key): Part => ({slug, title, price_cents: cents ?? null, currency});

function Compared({amount, currency, parts}: {amount: number; currency: string; parts: Part[]}) {
  const found = compare(amount, currency, parts);
  switch (found.kind) {
    case 'empty': return null;
    case 'cheaper': return <Notice tone="good"><p>{bundlesText.cheaper(money(found.by, currency), found.percent, money(found.parts, currency))}</p></Notice>;
    case 'dearer': return <Notice tone="bad"><p>{bundlesText.dearer(money(found.by, currency))}</p></Notice>;
    case 'equal': return <Notice tone="bad"><p>{bundlesText.equal}</p></Notice>;
    case 'incomparable': return <Notice><p>{bundlesText.notSingly(listed(found.titles))}</p></Notice>;
  }
}

interface ChecksProps {
  legend: string;
  parts: {slug: string; title: string; note: string}[];
  chosen: ReadonlySet<string>;
  onChange: (chosen: ReadonlySet<string>) => void;
}

function Checks({legend, parts, chosen, onChange}: ChecksProps) {
  const toggle = (slug: string, isChosen: boolean) => {
    const next = new Set(chosen);
    if (isChosen) next.add(slug);
    else next.delete(slug);
    onChange(next);
  };
  return (
    <fieldset class="checks check-box">
      <legend class="visually-hidden">{legend}</legend>
      {parts.map(({slug, title, note}) => (
        <label key={slug} class="check">
          <input type="checkbox" checked={chosen.has(slug)} onChange={(event) => toggle(slug, event.currentTarget.checked)} />
          <span>{title} <span class="small soft">{note}</span></span>
        </label>
      ))}
    </fieldset>
  );
}

function Preview({amount, currency, parts}: {amount: number; currency: string; parts: Part[]}) {
  const [owned, setOwned] = useState<ReadonlySet<string>>(new Set());
  return (
    <Section title={bundlesText.preview} lead={bundlesText.previewText}>
      <Checks legend={bundlesText.preview} chosen={owned} onChange={setOwned}
        parts={parts.map((part) => ({slug: part.slug, title: part.title, note: priceInWords(part)}))} />
      <p role="status"><strong class="numbers">{bundlesText.previewPays(money(estimate(amount, currency, parts, owned), currency))}</strong></p>
    </Section>
  );
}

function useDraft({slug, bundle}: BundleFormProps) {
  const [draft, setDraft] = useState({
    title: bundle?.title ?? '', description: bundle?.description ?? '', type: bundle?.bundle_type ?? ('starter' as Bundle['bundle_type']),
    currency: bundle?.currency ?? config.value?.currency ?? 'usd', tool: bundle?.rule?.tool ?? '', maturity: bundle?.rule?.maturity ?? '',
    price: bundle ? writeAmount(bundle.price_cents, currencyOf(bundle.currency).minorUnits) : '',
  });
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(bundle?.keys.map((key) => key.slug) ?? []));
  const amount = readAmount(draft.price, currencyOf(draft.currency).minorUnits);
  const hasRule = draft.tool !== '' || draft.maturity !== '';
  const rule = {...(draft.tool ? {tool: draft.tool} : {}), ...(draft.maturity ? {maturity: draft.maturity} : {})};
  const save = () => curator.putBundle(slug, {
    title: draft.title.trim(), bundle_type: draft.type, price_cents: amount, currency: draft.currency, key_slugs: [...chosen],
    ...(draft.description.trim() ? {description: draft.description.trim()} : {}), ...(hasRule ? {rule} : {}),
  });
  const isComplete = draft.title.trim() !== '' && amount !== undefined && (chosen.size > 0 || hasRule);
  return {draft, set: (changes: Partial<typeof draft>) => setDraft({...draft, ...changes}), chosen, setChosen, amount, hasRule, save, isComplete};
}

const options = (of: Record<string, string>) => Object.entries(of).map(([value, label]) => ({value, label}));

export function BundleForm(props: BundleFormProps) {
  const {keys, onDone} = props;
  const {draft, set, chosen, setChosen, amount, hasRule, save, isComplete} = useDraft(props);
  const [sought, setSought] = useState('');
  const note = useId();
  const parts = keys.filter(({slug}) => chosen.has(slug)).map(asPart);
  const shown = keys.filter(({slug, title}) => chosen.has(slug) || title.toLowerCase().includes(sought.toLowerCase()));
  return (
    <>
      <Section title={bundlesText.fields}>
        <div class="form-grid">
          <Field label={bundlesText.bundleTitle} value={draft.title} maxLength={200} onInput={(event) => set({title: event.currentTarget.value})} />
          <Field label={bundlesText.description} value={draft.description} maxLength={2000} onInput={(event) => set({description: event.currentTarget.value})} />
          <Field label={bundlesText.priceLabel(draft.currency)} inputMode="decimal" value={draft.price} maxLength={14} autocomplete="off"
            {...(draft.price !== '' && amount === undefined ? {error: bundlesText.priceWrong} : {})} onInput={(event) => set({price: event.currentTarget.value})} />
          <div class="row">
            <Select label={bundlesText.type} value={draft.type} options={options(bundlesText.types)} onChange={(type) => set({type: type as Bundle['bundle_type']})} />
            <Select label={bundlesText.currency} value={draft.currency} onChange={(currency) => set({currency})}
              options={currencies().map(({code}) => ({value: code, label: code.toUpperCase()}))} />
            <Select label={bundlesText.rule} value={draft.tool} options={[{value: '', label: bundlesText.ruleNone}, ...options(common.families)]} onChange={(tool) => set({tool})} />
          </div>
        </div>
      </Section>
      <Section title={bundlesText.contents} aside={<span class="small soft" role="status">{bundlesText.chosen(chosen.size)}</span>}>
        <Field label={bundlesText.filterKeys} type="search" value={sought} autocomplete="off" onInput={(event) => setSought(event.currentTarget.value)} />
        <Checks legend={bundlesText.contents} chosen={chosen} onChange={setChosen} parts={shown.map((key) => ({slug: key.slug, title: key.title, note: priceInWords(key)}))} />
        <div role="status">{amount !== undefined && <Compared amount={amount} currency={draft.currency} parts={parts} />}</div>
        {!isComplete && chosen.size === 0 && !hasRule && <p class="small soft" id={note}>{bundlesText.needsKeys}</p>}
        <div class="row">
          <Act name={bundlesText.save} kind="primary" service="catalog" isWithoutReason isIncomplete={!isComplete} run={save} onDone={onDone}
            consequences={bundlesText.saveConsequences(chosen.size, amount === undefined ? '–' : price(amount, draft.currency))} />
        </div>
      </Section>
      {amount !== undefined && parts.length > 0 && <Preview amount={amount} currency={draft.currency} parts={parts} />}
    </>
  );
}
