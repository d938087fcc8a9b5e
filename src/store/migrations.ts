/**
 * The data file's schema, as numbered steps: a data directory of any earlier Stepwell opens with this one. Never edit a step that was
 * released; append one.
 *
 * - `journal` grows at its end only. A row is one step of one execution and points at the execution's previous row: no index is kept.
 * - `executions` holds what describe and list show. Its head and wake columns may lag behind for open executions: rows of the journal
 *   after `checkpoint_row` tell the rest.
 * - `names` gives the long ARNs that recur a number each. Status is an index into the list of `sqlite-executions.ts`.
 * - `map_run_children` keeps what each child of a map run came to. Its row id is the run's id times 2^27 plus the child's index.
 * - Rowids come last in every index, so each index also sorts by age.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE names (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);

  CREATE TABLE executions (
    id INTEGER PRIMARY KEY,
    arn TEXT NOT NULL UNIQUE,
    machine_id INTEGER NOT NULL,
    version_id INTEGER,
    alias_id INTEGER,
    map_run_id INTEGER,
    revision_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    is_express INTEGER NOT NULL,
    status INTEGER NOT NULL,
    start_ms INTEGER NOT NULL,
    stop_ms INTEGER,
    redrive_count INTEGER NOT NULL,
    redrive_ms INTEGER,
    head_row INTEGER NOT NULL,
    length INTEGER NOT NULL,
    wake_at_ms INTEGER,
    idle INTEGER NOT NULL,
    trace_header TEXT,
    error TEXT,
    cause TEXT,
    input TEXT NOT NULL,
    output TEXT
  );
  CREATE INDEX executions_by_machine ON executions (machine_id, status);
  CREATE INDEX executions_by_version ON executions (version_id, status) WHERE version_id IS NOT NULL;
  CREATE INDEX executions_by_alias ON executions (alias_id, status) WHERE alias_id IS NOT NULL;
  CREATE INDEX executions_by_map_run ON executions (map_run_id, status) WHERE map_run_id IS NOT NULL;
  CREATE INDEX executions_open ON executions (idle) WHERE status = 0;
  CREATE INDEX executions_unsuccessful ON executions (status) WHERE status >= 2;
  CREATE INDEX executions_due ON executions (wake_at_ms) WHERE wake_at_ms IS NOT NULL;

  CREATE TABLE journal (
    row_id INTEGER PRIMARY KEY,
    execution_id INTEGER NOT NULL,
    previous_row INTEGER NOT NULL,
    length INTEGER NOT NULL,
    wake_at_ms INTEGER,
    idle INTEGER NOT NULL,
    history TEXT NOT NULL
  );

  CREATE TABLE checkpoint (id INTEGER PRIMARY KEY CHECK (id = 1), checkpoint_row INTEGER NOT NULL);
  INSERT INTO checkpoint VALUES (1, 0);

  CREATE TABLE records (
    collection TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (collection, key)
  ) WITHOUT ROWID;
  `,
  `
  CREATE TABLE map_runs (
    id INTEGER PRIMARY KEY,
    arn TEXT NOT NULL UNIQUE,
    execution_arn TEXT NOT NULL,
    status INTEGER NOT NULL,
    record TEXT NOT NULL
  );
  CREATE INDEX map_runs_by_execution ON map_runs (execution_arn);
  CREATE INDEX map_runs_open ON map_runs (status) WHERE status = 0;

  CREATE TABLE map_run_children (
    row_id INTEGER PRIMARY KEY,
    status INTEGER NOT NULL,
    items INTEGER NOT NULL,
    start_ms INTEGER NOT NULL,
    stop_ms INTEGER NOT NULL,
    error TEXT,
    cause TEXT,
    input TEXT,
    output TEXT
  );
  `,
];
