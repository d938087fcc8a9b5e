/** The shell: navigation, theme, keys, and the page that the address names. */
import type { ComponentType, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { nameOfArn, visible } from './model/text.ts';
import { EAGER_PAGES, LAZY_PAGES, type PageProps } from './pages.ts';
import { Empty, Failure } from './ui/basics.tsx';
import { Dialog } from './ui/dialog.tsx';
import { go, href, usePlace } from './ui/router.tsx';
import { Toasts } from './ui/toasts.tsx';

export type { PageProps } from './pages.ts';

const NAVIGATION: readonly {
  readonly title?: string;
  readonly items: readonly { id: string; label: string; key: string; icon: JSX.Element }[];
}[] = [
  {
    items: [
      { id: 'home', label: 'Home', key: 'h', icon: <path d="M3 8.500 10 3l7 5.500V17h-4.500v-5h-5v5H3z" /> },
      {
        id: 'machines',
        label: 'State machines',
        key: 's',
        icon: <path d="M7.500 3h5v4h-5zM3 13h5v4H3zM12 13h5v4h-5zM10 7v3M5.500 13v-3h9v3" />,
      },
      { id: 'executions', label: 'Executions', key: 'e', icon: <path d="M3 5h9M6 10h11M4 15h7" /> },
    ],
  },
  {
    title: 'Services',
    items: [
      {
        id: 'functions',
        label: 'Functions',
        key: 'f',
        icon: <path d="M4 3.500h3.500L14 16.500h2.500M9 8.500l-4.500 8" />,
      },
      { id: 'mail', label: 'Mailbox', key: 'm', icon: <path d="M3 5h14v10.500H3zM3 5.500l7 5.500 7-5.500" /> },
      {
        id: 'buckets',
        label: 'Buckets',
        key: 'b',
        icon: <path d="M4 5.500c0-3 12-3 12 0s-12 3-12 0zM4 5.500 6 16c.600 1.800 7.400 1.800 8 0l2-10.500" />,
      },
      { id: 'tables', label: 'Tables', key: 't', icon: <path d="M3 4h14v12H3zM3 8h14M3 12h14M8.500 8v8" /> },
      {
        id: 'queues',
        label: 'Queues',
        key: 'q',
        icon: <path d="M3 6.500h3v7H3zM8.500 6.500h3v7h-3zM14 6.500h3v7h-3z" />,
      },
      {
        id: 'topics',
        label: 'Topics',
        key: 'o',
        icon: <path d="M4 8.500v3h2.500L12 15V5L6.500 8.500zM14.500 7.500c1.400 1.400 1.400 3.600 0 5" />,
      },
    ],
  },
];

export function App() {
  const place = usePlace();
  const [isOpen, setIsOpen] = useState(false);
  const [isHelpShown, setIsHelpShown] = useState(false);
  const active = place.parts[0] ?? 'home';
  useKeys(() => setIsHelpShown(true));
  useEffect(() => {
    if (!isOpen) return;
    document.querySelector<HTMLElement>('#navigation .side-link')?.focus();
    const onKey = ({ key }: KeyboardEvent): void => {
      if (key !== 'Escape') return;
      setIsOpen(false);
      document.querySelector<HTMLElement>('.menu-button')?.focus();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [isOpen]);
  useEffect(() => {
    setIsOpen(false);
    document.title = `${place.parts.length > 1 ? visible(nameOfArn(place.parts[1]!), 60) : (label(active) ?? 'Home')} · Stepwell`;
  }, [place.parts.join('/')]);
  return (
    <div class="shell">
      <button type="button" class="button skip" onClick={() => document.getElementById('main')?.focus()}>
        Skip to content
      </button>
      <header class="topbar">
        <button
          type="button"
          class="button quiet menu-button"
          aria-expanded={isOpen}
          aria-controls="navigation"
          aria-label="Navigation"
          onClick={() => setIsOpen(!isOpen)}
        >
          <Icon>
            <path d="M3 5.500h14M3 10h14M3 14.500h14" />
          </Icon>
        </button>
        <Brand />
      </header>
      <nav id="navigation" class={isOpen ? 'side open' : 'side'} aria-label="Main">
        <Brand />
        {NAVIGATION.map(({ title, items }) => (
          <div key={title ?? ''} class="side-group">
            {title && <p class="side-title">{title}</p>}
            {items.map((item) => (
              <a
                key={item.id}
                href={href([item.id])}
                class="side-link"
                aria-current={isActive(item.id, active) ? 'page' : undefined}
              >
                <Icon>{item.icon}</Icon>
                {item.label}
              </a>
            ))}
          </div>
        ))}
        <div class="side-foot">
          <ThemeSwitch />
          <button type="button" class="button quiet" onClick={() => setIsHelpShown(true)}>
            Keys <kbd>?</kbd>
          </button>
        </div>
      </nav>
      {isOpen && <button type="button" class="scrim" aria-label="Close navigation" onClick={() => setIsOpen(false)} />}
      <main id="main" class="main" tabIndex={-1}>
        <Page place={place} />
      </main>
      {isHelpShown && <KeyHelp onClose={() => setIsHelpShown(false)} />}
      <Toasts />
    </div>
  );
}

function isActive(id: string, active: string): boolean {
  return id === active || (id === 'executions' && active === 'map-runs');
}

function label(id: string): string | undefined {
  return NAVIGATION.flatMap(({ items }) => items).find((item) => item.id === id)?.label;
}

function Page({ place }: PageProps) {
  const [first = 'home'] = place.parts;
  const name = place.parts.length > 1 ? `${first}/` : first;
  const [lazy, setLazy] = useState<{ name: string; Content?: ComponentType<PageProps>; error?: unknown }>({ name: '' });
  useEffect(() => {
    let isGone = false;
    LAZY_PAGES[name]?.().then(
      (Content) => isGone || setLazy({ name, Content }),
      (error: unknown) => isGone || setLazy({ name, error }),
    );
    return () => {
      isGone = true;
    };
  }, [name]);
  if (!EAGER_PAGES[name] && !LAZY_PAGES[name]) {
    return (
      <Empty title="There is no such page">
        <a href={href([])}>Home</a>
      </Empty>
    );
  }
  if (lazy.name === name && lazy.error !== undefined) return <Failure error={lazy.error} />;
  const Content = EAGER_PAGES[name] ?? (lazy.name === name ? lazy.Content : undefined);
  return Content ? <Content key={place.parts.join('/')} place={place} /> : null;
}

function Brand() {
  return (
    <a class="brand" href={href([])}>
      <svg width="24" height="24" viewBox="0 0 32 32" aria-hidden="true">
        <path d="M3 5h26v6H3zM8 13h16v6H8zM13 21h6v6h-6z" fill="currentColor" />
      </svg>
      Stepwell
    </a>
  );
}

function Icon({ children }: { readonly children: JSX.Element }) {
  return (
    <svg class="icon" width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
      {children}
    </svg>
  );
}

const THEMES = ['system', 'light', 'dark'] as const;

function ThemeSwitch() {
  const [theme, setTheme] = useState<string>(document.documentElement.dataset['theme'] ?? 'system');
  const choose = (next: (typeof THEMES)[number]): void => {
    setTheme(next);
    if (next === 'system') {
      delete document.documentElement.dataset['theme'];
      localStorage.removeItem('stepwell.theme');
    } else {
      document.documentElement.dataset['theme'] = next;
      localStorage.setItem('stepwell.theme', next);
    }
  };
  return (
    <fieldset class="segments">
      <legend class="unseen">Theme</legend>
      {THEMES.map((one) => (
        <button key={one} type="button" class="segment" aria-pressed={theme === one} onClick={() => choose(one)}>
          {one === 'system' ? 'Auto' : one === 'light' ? 'Light' : 'Dark'}
        </button>
      ))}
    </fieldset>
  );
}

const PAGE_KEYS = NAVIGATION.flatMap(({ items }) => items);
const SEQUENCE_MS = 1_200;

/** `g` and then a page's letter; `/` to the filter; `?` for the list. */
function useKeys(showHelp: () => void): void {
  useEffect(() => {
    let lastG = 0;
    const onKey = (event: KeyboardEvent): void => {
      const target = event.target as HTMLElement;
      if (
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) ||
        target.isContentEditable
      )
        return;
      if (document.querySelector('dialog[open]')) return;
      if (event.key === '?') showHelp();
      else if (event.key === '/') {
        const filter = document.querySelector<HTMLInputElement>('input[type=search]');
        if (!filter) return;
        filter.focus();
        event.preventDefault();
      } else if (event.key === 'g') lastG = event.timeStamp;
      else if (event.timeStamp - lastG < SEQUENCE_MS) {
        const item = PAGE_KEYS.find(({ key }) => key === event.key);
        lastG = 0;
        if (item) go(href([item.id]));
      }
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}

function KeyHelp({ onClose }: { readonly onClose: () => void }) {
  const rows: readonly (readonly [string, string])[] = [
    ...PAGE_KEYS.map(({ key, label: name }) => [`g ${key}`, name] as const),
    ['/', 'Filter this list'],
    ['← →', 'Previous and next tab; step through events on the slider'],
    ['+ − 0', 'Zoom the graph, fit it'],
    ['?', 'This list'],
  ];
  return (
    <Dialog title="Keys" onClose={onClose}>
      <table class="keys">
        <tbody>
          {rows.map(([keys, what]) => (
            <tr key={keys}>
              <th scope="row">
                {keys.split(' ').map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </th>
              <td>{what}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}
