import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** The browser's own modal dialog: it keeps the focus in, and Escape closes it. */
export function Dialog({
  title,
  onClose,
  children,
  footer,
  isWide = false,
}: {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  readonly footer?: ComponentChildren;
  readonly isWide?: boolean;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const close = useRef(onClose);
  close.current = onClose;
  useEffect(() => {
    const element = dialog.current!;
    element.showModal();
    // A click beside it closes it, as Escape does.
    const onBackdrop = (event: MouseEvent): void => {
      if (event.target === element) close.current();
    };
    element.addEventListener('mousedown', onBackdrop);
    return () => element.removeEventListener('mousedown', onBackdrop);
  }, []);
  return (
    <dialog ref={dialog} class={isWide ? 'dialog wide' : 'dialog'} aria-label={title} onClose={onClose}>
      <div class="dialog-body">
        <div class="dialog-head">
          <h2>{title}</h2>
          <button type="button" class="button quiet" aria-label="Close" onClick={onClose}>
            ✕
          </button>
        </div>
        <div class="dialog-content">{children}</div>
        {footer && <div class="dialog-foot">{footer}</div>}
      </div>
    </dialog>
  );
}
