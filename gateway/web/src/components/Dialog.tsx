import {X} from 'lucide-preact';
import type {ComponentChildren} from 'preact';
import {useEffect, useId, useRef} from 'preact/hooks';

import {common} from '../text/common';
import {Button} from './Button';

interface DialogProps {
  title: string;
  isWide?: boolean;
  onClose: () => void;
  onKeyDown?: (event: KeyboardEvent) => void;
  children: ComponentChildren;
}

// This is the browser's own <dialog>: it keeps the focus inside, closes with Escape and gives the focus back.
export function Dialog({title, isWide, onClose, onKeyDown, children}: DialogProps) {
  const box = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    box.current?.showModal();
  }, []);
  const close = () => box.current?.close();
  return (
    <dialog
      ref={box} class={isWide ? 'dialog dialog-wide' : 'dialog'} aria-labelledby={id} onClose={onClose} onKeyDown={onKeyDown}
      onClick={(event) => event.target === box.current && close()}
    >
      <div class="dialog-head">
        <h2 id={id}>{title}</h2>
        <Button kind="plain" icon aria-label={common.close} onClick={close}><X aria-hidden="true" /></Button>
      </div>
      <div class="dialog-body">{children}</div>
    </dialog>
  );
}
