import {signal} from '@preact/signals';
import {X} from 'lucide-preact';

import {common} from '../text/common';
import {Button} from './Button';

interface Toast {
  id: number;
  text: string;
  undo?: () => void;
}

const SHOWN_MS = 8000;
const MOST = 3;
const toasts = signal<Toast[]>([]);
let last = 0;

const drop = (id: number) => {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
};

// Reports that something was done. It can be undone while the toast is shown.
export function toast(text: string, undo?: () => void): void {
  const id = ++last;
  toasts.value = [...toasts.value, {id, text, ...(undo ? {undo} : {})}].slice(-MOST);
  setTimeout(() => drop(id), SHOWN_MS);
}

export function Toasts() {
  return (
    <div class="toasts" role="status">
      {toasts.value.map(({id, text, undo}) => (
        <div class="toast" key={id}>
          <span>{text}</span>
          {undo && (
            <Button kind="plain" size="small" onClick={() => {
              drop(id);
              undo();
            }}>{common.undo}</Button>
          )}
          <Button kind="plain" size="small" aria-label={common.close} onClick={() => drop(id)}><X aria-hidden="true" /></Button>
        </div>
      ))}
    </div>
  );
}
