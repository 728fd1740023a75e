import {ChevronDown, Search, X} from 'lucide-preact';
import type {JSX} from 'preact';
import {useId} from 'preact/hooks';

import {common} from '../text/common';
import {Button} from './Button';

type FieldProps = Omit<JSX.InputHTMLAttributes<HTMLInputElement>, 'label'> & {label: string; hint?: string; error?: string};

export function Field({label, hint, error, ...input}: FieldProps) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label class="field-label" for={id}>{label}</label>
      <input {...input} id={id} class="input" aria-invalid={error ? 'true' : undefined} aria-describedby={described || undefined} />
      {hint && <span class="field-hint" id={`${id}-hint`}>{hint}</span>}
      {error && <span class="field-error" id={`${id}-error`} role="alert">{error}</span>}
    </div>
  );
}

interface SelectProps {
  label: string;
  // The label is hidden and is read by screen readers only.
  isLabelHidden?: boolean;
  value: string;
  options: {value: string; label: string}[];
  onChange: (value: string) => void;
}

export function Select({label, isLabelHidden, value, options, onChange}: SelectProps) {
  const id = useId();
  return (
    <div class="field">
      <label class={isLabelHidden ? 'visually-hidden' : 'field-label'} for={id}>{label}</label>
      <div class="select">
        <select id={id} class="input" value={value} onChange={(event) => onChange(event.currentTarget.value)}>
          {options.map((option) => <option key={option.value} value={option.value}>{option.label}</option>)}
        </select>
        <ChevronDown aria-hidden="true" />
      </div>
    </div>
  );
}

interface SearchProps {
  value: string;
  onInput: (value: string) => void;
  onSubmit: (value: string) => void;
}

export function SearchField({value, onInput, onSubmit}: SearchProps) {
  const id = useId();
  return (
    <form
      class="search" role="search" action="/marketplace"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(value);
      }}
    >
      <Search aria-hidden="true" />
      <label class="visually-hidden" for={id}>{common.searchLabel}</label>
      <input
        id={id} class="input" type="search" name="search" value={value} maxLength={200} placeholder={common.searchHint}
        autocomplete="off" spellcheck={false} enterkeyhint="search" onInput={(event) => onInput(event.currentTarget.value)}
      />
      {value && (
        <Button
          kind="plain" class="search-clear" aria-label={common.clearSearch}
          onClick={() => {
            onInput('');
            document.getElementById(id)?.focus();
          }}
        >
          <X aria-hidden="true" />
        </Button>
      )}
    </form>
  );
}
