import {useEffect, useState} from 'preact/hooks';

import {Button} from '../../src/components/Button';
import {Field, Select} from '../../src/components/Field';
import type {useFilters} from '../lib/filters';
import {frame} from '../text/frame';

export interface Choice {
  name: string;
  label: string;
  words: {value: string; label: string}[];
  // Says what it means when nothing is chosen. If it is absent, all are shown.
  absent?: string;
}
interface FilterBarProps {
  filters: ReturnType<typeof useFilters>;
  choices?: Choice[];
  // Filters that are typed and applied with the form.
  texts?: {name: string; label: string; type?: string}[];
}

export function FilterBar({filters, choices = [], texts = []}: FilterBarProps) {
  const [typed, setTyped] = useState<Record<string, string>>({});
  // Another address, for instance by the browser's back, shows its own words.
  useEffect(() => setTyped({}), [filters.key]);
  const valueOf = (name: string) => typed[name] ?? filters.values[name] ?? '';
  return (
    <form class="row filter-bar" onSubmit={(event) => {
      event.preventDefault();
      filters.set(Object.fromEntries(texts.map(({name}) => [name, valueOf(name).trim()])));
    }}>
      {texts.map(({name, label, type = 'search'}) => (
        <Field key={name} label={label} type={type} value={valueOf(name)} maxLength={200} autocomplete="off" spellcheck={false}
          onInput={(event) => {
            const {value} = event.currentTarget;
            setTyped((before) => ({...before, [name]: value}));
          }} />
      ))}
      {choices.map(({name, label, words, absent = frame.all}) => (
        <Select key={name} label={label} value={filters.values[name] ?? ''} options={[{value: '', label: absent}, ...words]}
          onChange={(value) => filters.set({[name]: value})} />
      ))}
      {texts.length > 0 && <Button type="submit">{frame.apply}</Button>}
      {filters.isFiltered && <Button kind="plain" onClick={filters.clear}>{frame.clear}</Button>}
    </form>
  );
}
