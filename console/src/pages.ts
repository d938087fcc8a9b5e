/** Pages by the first part of the address, with a slash where one more part follows. */
import type { ComponentType } from 'preact';
import { ExecutionPage } from './pages/execution/execution-page.tsx';
import { ExecutionsPage } from './pages/executions.tsx';
import { HomePage } from './pages/home.tsx';
import { MachinePage } from './pages/machine.tsx';
import { MachinesPage } from './pages/machines.tsx';
import type { Place } from './ui/router.tsx';

export interface PageProps {
  readonly place: Place;
}

/** What everybody looks at comes with the shell: one step less until it is there. */
export const EAGER_PAGES: Readonly<Record<string, ComponentType<PageProps>>> = {
  home: HomePage,
  machines: MachinesPage,
  'machines/': MachinePage,
  executions: ExecutionsPage,
  'executions/': ExecutionPage,
};

/** The rest is loaded when it is wanted. */
export const LAZY_PAGES: Readonly<Record<string, () => Promise<ComponentType<PageProps>>>> = {
  'map-runs/': async () => (await import('./pages/map-run.tsx')).MapRunPage,
  functions: async () => (await import('./pages/functions.tsx')).FunctionsPage,
  'functions/': async () => (await import('./pages/function.tsx')).FunctionPage,
  mail: async () => (await import('./pages/mail.tsx')).MailPage,
  'mail/': async () => (await import('./pages/mail.tsx')).MailPage,
  buckets: async () => (await import('./pages/buckets.tsx')).BucketsPage,
  'buckets/': async () => (await import('./pages/bucket.tsx')).BucketPage,
  tables: async () => (await import('./pages/tables.tsx')).TablesPage,
  'tables/': async () => (await import('./pages/table.tsx')).TablePage,
  queues: async () => (await import('./pages/queues.tsx')).QueuesPage,
  'queues/': async () => (await import('./pages/queue.tsx')).QueuePage,
  topics: async () => (await import('./pages/topics.tsx')).TopicsPage,
  'topics/': async () => (await import('./pages/topics.tsx')).TopicsPage,
};
