import type { ComponentChildren } from 'preact';

/** What is longer than its box scrolls in it, by keyboard too. */
export function ScrollBox({ label, children }: { readonly label: string; readonly children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="scroll-box" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
