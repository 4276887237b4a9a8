//! The database as everyone above sees it: two doors to a write, one to a read.

use std::any::TypeId;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use parking_lot::Mutex;
use tokio::sync::{oneshot, watch};

use crate::batch::{Batch, Body, Closure, Work};
use crate::engine::{open_postgres, open_postgres_writer, open_sqlite_reader, open_sqlite_writer};
use crate::writer::{Writer, run_together};
use crate::{Command, Conn, DatabaseUrl, DbError, Engine, Faults, Tx, migrate};

/// Writes that may wait. Beyond it callers are told to come back: memory stays bounded, latency honest.
const WRITES_WAITING_MAX: usize = 8_192;
/// Connections that write cold commands on PostgreSQL.
const POSTGRES_COLD_WRITERS: usize = 4;
/// Connections that write hot batches on PostgreSQL: one for each kind of command there is, so that no kind waits for
/// the commit of another.
const POSTGRES_HOT_WRITERS: usize = 6;
/// Connections that read on PostgreSQL.
const POSTGRES_READERS: usize = 6;

/// How a database is opened.
#[derive(Default)]
pub struct DbOptions {
    /// Run writes on the calling thread, without threads of our own: for a simulator with one seed.
    pub inline: bool,
    /// A test's hands.
    pub faults: Option<Arc<dyn Faults>>,
}

/// One database, SQLite or PostgreSQL. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    inner: Arc<Inner>,
}

struct Inner {
    url: DatabaseUrl,
    writes: Writes,
    reads: Reads,
    commits: watch::Sender<u64>,
    dead: Arc<AtomicBool>,
    faults: Option<Arc<dyn Faults>>,
}

enum Writes {
    /// One lane: the single writer of SQLite.
    Single(flume::Sender<Box<dyn Work>>),
    /// PostgreSQL: each kind of hot batch in a lane of its own, cold commands side by side in another.
    Lanes {
        hot: HotLanes,
        cold: flume::Sender<Box<dyn Work>>,
    },
    Inline(Box<Inline>),
}

/// No thread: whoever waits for an answer first runs all that was handed over by then, in one commit.
struct Inline {
    writer: Mutex<Writer>,
    waiting: Mutex<Vec<Box<dyn Work>>>,
}

impl Inline {
    fn run(&self) {
        let mut writer = self.writer.lock();
        let waiting = std::mem::take(&mut *self.waiting.lock());
        if !waiting.is_empty() {
            run_together(&mut writer, waiting);
        }
    }
}

/// Lanes for hot batches. A kind keeps the lane it was given first: what is written later of one kind is committed
/// later.
struct HotLanes {
    queues: Vec<flume::Sender<Box<dyn Work>>>,
    kinds: Mutex<Vec<TypeId>>,
}

impl HotLanes {
    fn of(&self, kind: Option<TypeId>) -> &flume::Sender<Box<dyn Work>> {
        let kind = kind.expect("hot work is a batch of one kind");
        let mut kinds = self.kinds.lock();
        let number = kinds.iter().position(|known| *known == kind).unwrap_or_else(|| {
            kinds.push(kind);
            kinds.len() - 1
        });
        &self.queues[number % self.queues.len()]
    }

    fn waiting(&self) -> usize {
        self.queues.iter().map(flume::Sender::len).max().unwrap_or(0)
    }
}

enum Reads {
    /// Short reads run where they are asked for: a hop to a thread costs more than they do.
    Sqlite {
        path: PathBuf,
        idle: Mutex<Vec<Conn>>,
    },
    Postgres(flume::Sender<ReadWork>),
}

type ReadWork = Box<dyn FnOnce(&mut Conn) -> bool + Send>;

impl Db {
    /// Opens the database and brings its schema up to date.
    ///
    /// # Errors
    /// [`DbError::Open`] with a sentence for the operator; [`DbError::Schema`] when a migration fails.
    pub fn open(url: &DatabaseUrl, options: DbOptions) -> Result<Self, DbError> {
        // The PostgreSQL client blocks in a way that an async thread may not; opening is rare enough for a thread.
        thread::scope(|scope| scope.spawn(|| Self::open_here(url, options)).join())
            .unwrap_or_else(|_| Err(DbError::Open("the database could not be opened".to_owned())))
    }

    fn open_here(url: &DatabaseUrl, options: DbOptions) -> Result<Self, DbError> {
        let mut conn = open_writer(url)?;
        migrate(&mut conn)?;
        let (commits, _) = watch::channel(0);
        let dead = Arc::new(AtomicBool::new(false));
        let writer = |conn| Writer {
            conn,
            url: url.clone(),
            faults: options.faults.clone(),
            commits: commits.clone(),
            dead: Arc::clone(&dead),
        };
        let writes = match (options.inline, url.engine()) {
            (true, _) => Writes::Inline(Box::new(Inline {
                writer: Mutex::new(writer(conn)),
                waiting: Mutex::new(Vec::new()),
            })),
            (false, Engine::Sqlite) => Writes::Single(start_lane("write", vec![writer(conn)], true)),
            (false, Engine::Postgres) => {
                let mut cold = vec![writer(conn)];
                while cold.len() < POSTGRES_COLD_WRITERS {
                    cold.push(writer(open_writer(url)?));
                }
                let mut queues = Vec::with_capacity(POSTGRES_HOT_WRITERS);
                for _ in 0..POSTGRES_HOT_WRITERS {
                    queues.push(start_lane("write-hot", vec![writer(open_writer(url)?)], true));
                }
                Writes::Lanes {
                    hot: HotLanes { queues, kinds: Mutex::default() },
                    cold: start_lane("write-cold", cold, false),
                }
            }
        };
        let reads = match url {
            DatabaseUrl::Sqlite(path) => Reads::Sqlite { path: path.clone(), idle: Mutex::new(Vec::new()) },
            DatabaseUrl::Postgres(address) => Reads::Postgres(start_readers(address)?),
        };
        let faults = options.faults;
        Ok(Self { inner: Arc::new(Inner { url: url.clone(), writes, reads, commits, dead, faults }) })
    }

    /// Which engine answers.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.inner.url.engine()
    }

    /// Where the database is.
    #[must_use]
    pub fn url(&self) -> &DatabaseUrl {
        &self.inner.url
    }

    /// Counts the commits of this process; wakes whoever follows the change feed.
    #[must_use]
    pub fn commits(&self) -> watch::Receiver<u64> {
        self.inner.commits.subscribe()
    }

    /// How many writes wait for a connection, and how many may before callers are told to come back.
    #[must_use]
    pub fn writes_waiting(&self) -> (usize, usize) {
        match &self.inner.writes {
            Writes::Single(queue) => (queue.len(), WRITES_WAITING_MAX),
            Writes::Lanes { hot, cold } => (hot.waiting().max(cold.len()), WRITES_WAITING_MAX),
            Writes::Inline(_) => (0, WRITES_WAITING_MAX),
        }
    }

    /// Moves SQLite's journal into its file, so that what a stopped server leaves is one file. Blocking. Nothing
    /// to do on PostgreSQL.
    ///
    /// # Errors
    /// What the engine refused; nothing is lost then, the next start does it.
    pub fn checkpoint(&self) -> Result<(), DbError> {
        match &self.inner.url {
            DatabaseUrl::Sqlite(path) => {
                let conn = open_sqlite_writer(path)?;
                conn.sqlite_raw().query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
                Ok(())
            }
            DatabaseUrl::Postgres(_) => Ok(()),
        }
    }

    /// How many bytes the database takes. Blocking.
    ///
    /// # Errors
    /// What the engine refused.
    pub fn bytes(&self) -> Result<u64, DbError> {
        match &self.inner.url {
            DatabaseUrl::Sqlite(path) => {
                let found = std::fs::metadata(path);
                found.map(|found| found.len()).map_err(|error| {
                    DbError::Open(format!("the database {} cannot be looked at: {error}", path.display()))
                })
            }
            DatabaseUrl::Postgres(address) => {
                use crate::Read;
                let mut conn = open_postgres(address)?;
                let bytes =
                    conn.one("a size", "SELECT pg_database_size(current_database())", &[], |row| row.int(0))?;
                Ok(u64::try_from(bytes).unwrap_or(0))
            }
        }
    }

    /// Writes the database anew, so that nothing that was erased is left in it: on SQLite the whole file, its journal
    /// emptied; on PostgreSQL every table. Blocking, and nobody writes meanwhile.
    ///
    /// # Errors
    /// [`DbError`] when others are in the way, or the disk has no room for a second copy; nothing is lost then.
    pub fn compact(&self) -> Result<(), DbError> {
        match &self.inner.url {
            DatabaseUrl::Sqlite(path) => {
                let conn = open_sqlite_writer(path)?;
                conn.sqlite_raw().execute_batch("VACUUM")?;
                let in_the_way: i64 =
                    conn.sqlite_raw().query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
                if in_the_way != 0 {
                    return Err(DbError::Transfer(
                        "somebody reads the database just now, so its journal could not be emptied"
                            .to_owned(),
                    ));
                }
                Ok(())
            }
            DatabaseUrl::Postgres(address) => {
                let mut conn = open_postgres(address)?;
                for table in crate::transfer::Table::all() {
                    conn.batch(&format!("VACUUM (FULL) {}", table.name))?;
                }
                Ok(())
            }
        }
    }

    /// Runs one of the many cold commands in a transaction of its own (a savepoint of the group's commit on
    /// SQLite). `name` is its name in metrics. When `body` refuses, nothing it wrote stays. It may be run again
    /// when another transaction was in the way. The answer comes after the commit is on disk.
    ///
    /// # Errors
    /// What `body` refused; [`DbError`] (as `E`) when the database did.
    pub async fn write<T, E>(
        &self,
        name: &'static str,
        body: impl FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let (caller, answer) = oneshot::channel();
        let body: Body<T, E> = Box::new(body);
        let work = Box::new(Closure { name, body, caller, output: None });
        self.enqueue(work, false).map_err(E::from)?;
        self.run_inline().await;
        answer.await.unwrap_or_else(|_| Err(E::from(DbError::Closed)))
    }

    /// Runs a hot command together with all others of its type that wait. The answer comes after the commit is
    /// on disk.
    ///
    /// # Errors
    /// [`DbError`] when the database refused; a command's own refusal is its output.
    pub async fn submit<C: Command>(&self, command: C) -> Result<C::Output, DbError> {
        let (caller, answer) = oneshot::channel();
        self.enqueue(Box::new(Batch::of(command, caller)), true)?;
        self.run_inline().await;
        answer.await.unwrap_or(Err(DbError::Closed))
    }

    /// Reads. On SQLite `body` sees one state of the database and runs on the calling thread, so it must be short;
    /// long reads (exports, reports over years) go through [`Db::read_long`]. On PostgreSQL each statement sees what
    /// was committed before it.
    ///
    /// # Errors
    /// What `body` returned; [`DbError`] (as `E`) when no connection can be had.
    pub async fn read<T, E>(
        &self,
        body: impl FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        self.pause().await;
        match &self.inner.reads {
            Reads::Sqlite { .. } => self.read_here(|conn| conn.at_once(body)),
            Reads::Postgres(queue) => {
                let (caller, answer) = oneshot::channel();
                let work: ReadWork = Box::new(move |conn| {
                    let outcome = body(conn);
                    let healthy = outcome.is_ok() || conn.is_alive();
                    let _ = caller.send(outcome);
                    healthy
                });
                queue.send(work).map_err(|_| E::from(DbError::Closed))?;
                answer.await.unwrap_or_else(|_| Err(E::from(DbError::Closed)))
            }
        }
    }

    /// Reads for as long as it takes, on a thread for blocking work.
    ///
    /// # Errors
    /// See [`Db::read`].
    pub async fn read_long<T, E>(
        &self,
        body: impl FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let db = self.clone();
        tokio::task::spawn_blocking(move || match &db.inner.reads {
            Reads::Sqlite { .. } => db.read_here(body),
            Reads::Postgres(_) => {
                let mut conn = open_conn(&db.inner.url)?;
                body(&mut conn)
            }
        })
        .await
        .unwrap_or_else(|_| Err(E::from(DbError::Closed)))
    }

    fn read_here<T, E: From<DbError>>(&self, body: impl FnOnce(&mut Conn) -> Result<T, E>) -> Result<T, E> {
        let Reads::Sqlite { path, idle } = &self.inner.reads else {
            unreachable!("only SQLite reads on the calling thread")
        };
        if self.inner.dead.load(Ordering::Acquire) {
            return Err(E::from(DbError::Closed));
        }
        let known = idle.lock().pop();
        let mut conn = match known {
            Some(conn) => conn,
            None => open_sqlite_reader(path)?,
        };
        let outcome = body(&mut conn);
        idle.lock().push(conn);
        outcome
    }

    /// Where no thread writes, whoever waits does it.
    async fn run_inline(&self) {
        if let Writes::Inline(inline) = &self.inner.writes {
            self.pause().await;
            inline.run();
        }
    }

    /// A test keeps callers waiting; nobody else does.
    async fn pause(&self) {
        let pause = self.inner.faults.as_ref().map(|faults| faults.pause());
        if let Some(pause) = pause.filter(|pause| !pause.is_zero()) {
            tokio::time::sleep(pause).await;
        }
    }

    fn enqueue(&self, work: Box<dyn Work>, hot: bool) -> Result<(), DbError> {
        if self.inner.dead.load(Ordering::Acquire) {
            return Err(DbError::Closed);
        }
        let queue = match &self.inner.writes {
            Writes::Single(queue) => queue,
            Writes::Lanes { hot: lanes, .. } if hot => lanes.of(work.kind()),
            Writes::Lanes { cold: queue, .. } => queue,
            Writes::Inline(inline) => {
                inline.waiting.lock().push(work);
                return Ok(());
            }
        };
        queue.try_send(work).map_err(|error| match error {
            flume::TrySendError::Full(_) => DbError::Overloaded,
            flume::TrySendError::Disconnected(_) => DbError::Closed,
        })
    }
}

/// A connection for one of the lanes that write.
pub(crate) fn open_writer(url: &DatabaseUrl) -> Result<Conn, DbError> {
    match url {
        DatabaseUrl::Sqlite(path) => open_sqlite_writer(path),
        DatabaseUrl::Postgres(address) => open_postgres_writer(address),
    }
}

/// A connection for whatever else there is to do: long reads, a move to another engine.
pub(crate) fn open_conn(url: &DatabaseUrl) -> Result<Conn, DbError> {
    match url {
        DatabaseUrl::Sqlite(path) => open_sqlite_writer(path),
        DatabaseUrl::Postgres(address) => open_postgres(address),
    }
}

/// Starts a thread per writer on one queue. `together`: take all that waits into one commit.
fn start_lane(name: &str, writers: Vec<Writer>, together: bool) -> flume::Sender<Box<dyn Work>> {
    let (sender, queue) = flume::bounded::<Box<dyn Work>>(WRITES_WAITING_MAX);
    for mut writer in writers {
        let queue = queue.clone();
        thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || writer.serve(&queue, together))
            .expect("the operating system gives a server its few threads");
    }
    sender
}

fn start_readers(address: &str) -> Result<flume::Sender<ReadWork>, DbError> {
    let (sender, queue) = flume::bounded::<ReadWork>(WRITES_WAITING_MAX);
    for _ in 0..POSTGRES_READERS {
        let mut conn = open_postgres(address)?;
        let queue = queue.clone();
        let address = address.to_owned();
        thread::Builder::new()
            .name("read".to_owned())
            .spawn(move || {
                while let Ok(work) = queue.recv() {
                    if !work(&mut conn)
                        && let Ok(fresh) = open_postgres(&address)
                    {
                        conn = fresh;
                    }
                }
            })
            .expect("the operating system gives a server its few threads");
    }
    Ok(sender)
}

/// Jobs that wait and orders that are confirmed, read by a connection of its own: for those who watch a server from
/// outside, such as the load driver.
///
/// # Errors
/// What the engine refused.
pub fn count_open_work(url: &DatabaseUrl) -> Result<(i64, i64), DbError> {
    use crate::Read;
    let mut conn = match url {
        DatabaseUrl::Sqlite(path) => open_sqlite_reader(path)?,
        DatabaseUrl::Postgres(address) => open_postgres(address)?,
    };
    conn.one(
        "open work",
        "SELECT (SELECT count(*) FROM jobs WHERE state = 'ready'),
                (SELECT count(*) FROM orders WHERE state = 'confirmed')",
        &[],
        |row| Ok((row.int(0)?, row.int(1)?)),
    )
}
