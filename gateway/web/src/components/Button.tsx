import type {ComponentChildren, JSX} from 'preact';

type Kind = 'primary' | 'quiet' | 'plain' | 'danger';
interface Looks {
  kind?: Kind;
  size?: 'small' | 'large';
  wide?: boolean;
  // The button has only an icon inside, so give it an aria-label.
  icon?: boolean;
  class?: string;
  children: ComponentChildren;
}

const classes = ({kind = 'quiet', size, wide, icon, class: more}: Looks): string =>
  ['button', `button-${kind}`, size && `button-${size}`, wide && 'button-wide', icon && 'button-icon', more].filter(Boolean).join(' ');

type ButtonProps = Looks & Omit<JSX.ButtonHTMLAttributes<HTMLButtonElement>, 'size' | 'class' | 'icon'> & {
  // The button keeps the focus and its place, and does nothing until the action is done.
  isBusy?: boolean;
};

export function Button({kind, size, wide, icon, class: more, isBusy, children, onClick, type = 'button', ...rest}: ButtonProps) {
  return (
    <button
      {...rest} type={type} class={classes({kind, size, wide, icon, class: more, children} as Looks)}
      aria-disabled={isBusy || rest['aria-disabled'] ? 'true' : undefined} aria-busy={isBusy ? 'true' : undefined}
      onClick={(event) => {
        if (isBusy || rest['aria-disabled']) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {isBusy && <span class="spinner" aria-hidden="true" />}
      {children}
    </button>
  );
}

type LinkProps = Looks & Omit<JSX.AnchorHTMLAttributes<HTMLAnchorElement>, 'size' | 'class' | 'icon'>;

export function LinkButton({kind, size, wide, icon, class: more, children, ...rest}: LinkProps) {
  return <a {...rest} class={classes({kind, size, wide, icon, class: more, children} as Looks)}>{children}</a>;
}
