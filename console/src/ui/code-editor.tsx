/** CodeMirror, loaded when first needed. Until then, and if it cannot be had, a plain text area does the same. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Editor } from './code-mirror.ts';

export interface CodeEditorProps {
  readonly value: string;
  readonly onChange?: (value: string) => void;
  readonly label: string;
  readonly height?: string;
  readonly isReadOnly?: boolean;
  /** Selected and brought into sight; a new object does it again. */
  readonly reveal?: { readonly from: number; readonly to: number };
}

export function CodeEditor({ value, onChange, label, height = '240px', isReadOnly = false, reveal }: CodeEditorProps) {
  const box = useRef<HTMLDivElement>(null);
  const latest = useRef({ value, onChange });
  latest.current.onChange = onChange;
  const made = useRef<Editor | undefined>(undefined);
  const [isLoaded, setIsLoaded] = useState(false);
  useEffect(() => {
    let isGone = false;
    let destroy = (): void => {};
    import('./code-mirror.ts').then(
      ({ createEditor }) => {
        if (isGone || !box.current) return;
        setIsLoaded(true);
        const editor = createEditor(box.current, {
          value: latest.current.value,
          label,
          isReadOnly,
          onChange: (text) => {
            latest.current.value = text;
            latest.current.onChange?.(text);
          },
        });
        made.current = editor;
        destroy = editor.destroy;
      },
      () => {},
    );
    return () => {
      isGone = true;
      destroy();
    };
  }, [label, isReadOnly]);
  useEffect(() => {
    if (value === latest.current.value) return;
    latest.current.value = value;
    made.current?.setValue(value);
  }, [value]);
  useEffect(() => {
    if (reveal) made.current?.reveal(reveal.from, reveal.to);
  }, [reveal]);
  return (
    <div class="editor" style={{ height }}>
      <div ref={box} class="editor-box" />
      {!isLoaded && (
        <textarea
          aria-label={label}
          readOnly={isReadOnly}
          value={value}
          spellcheck={false}
          onInput={(event) => {
            latest.current.value = event.currentTarget.value;
            onChange?.(event.currentTarget.value);
          }}
        />
      )}
    </div>
  );
}
