//! A thread that owns a connection and commits what waits for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use tokio::sync::watch;

use crate::batch::{BATCH_COMMANDS_MAX, Work, gather};
use crate::db::open_writer;
use crate::{Conn, DatabaseUrl, DbError, Engine, Faults, Read, Tx};

/// How often a command is redone when another transaction was in the way.
const RETRIES_MAX: u32 = 8;
/// Pause before a lost connection is opened again.
const REOPEN_PAUSE: Duration = Duration::from_millis(200);

/// A connection that writes, with what it needs to commit and to tell.
pub(crate) struct Writer {
    pub(crate) conn: Conn,
    pub(crate) url: DatabaseUrl,
    pub(crate) faults: Option<Arc<dyn Faults>>,
    pub(crate) commits: watch::Sender<u64>,
    pub(crate) dead: Arc<AtomicBool>,
}

impl Writer {
    /// Serves the queue until every sender is gone. `together`: all that waits shares a commit, otherwise each
    /// command has its own.
    pub(crate) fn serve(&mut self, queue: &flume::Receiver<Box<dyn Work>>, together: bool) {
        while let Ok(first) = queue.recv() {
            let mut waiting = vec![first];
            if together {
                waiting.extend(queue.try_iter().take(BATCH_COMMANDS_MAX * 2));
            }
            run_together(self, waiting);
        }
    }

    fn begin(&mut self) -> Result<(), DbError> {
        match self.conn.engine() {
            Engine::Sqlite => self.conn.control("BEGIN IMMEDIATE"),
            Engine::Postgres => self.conn.control("BEGIN"),
        }
    }

    fn commit(&mut self, names: &[&'static str], commands: usize) -> Result<(), DbError> {
        if let Err(error) = self.conn.control("COMMIT") {
            // SQLite keeps the transaction open when a commit fails (disk full): let go of it.
            let _ = self.conn.control("ROLLBACK");
            return Err(error.for_all());
        }
        if let Some(faults) = &self.faults
            && !faults.after_commit(names)
        {
            self.dead.store(true, Ordering::Release);
            return Err(DbError::Closed);
        }
        metrics::histogram!("db_commit_commands").record(u32::try_from(commands).unwrap_or(u32::MAX));
        self.commits.send_modify(|count| *count += 1);
        Ok(())
    }

    /// A connection that died is replaced; commands meanwhile fail at once and say so.
    fn mend(&mut self) {
        if self.conn.is_alive() {
            return;
        }
        match open_writer(&self.url) {
            Ok(conn) => self.conn = conn,
            Err(error) => {
                tracing::warn!(%error, "the database connection was lost and cannot be opened again yet");
                thread::sleep(REOPEN_PAUSE);
            }
        }
    }
}

/// Runs all of `waiting` and answers its callers. On SQLite in one commit; on PostgreSQL one kind of command per
/// commit, so that row locks are taken in one order.
pub(crate) fn run_together(writer: &mut Writer, waiting: Vec<Box<dyn Work>>) {
    let gathered = gather(waiting);
    match writer.conn.engine() {
        Engine::Sqlite if gathered.len() > 1 => run_group(writer, gathered),
        Engine::Sqlite | Engine::Postgres => {
            for work in gathered {
                run_alone(writer, work, 0);
            }
        }
    }
}

/// One piece of work in a transaction of its own: no savepoint is needed, a refusal rolls it all back.
fn run_alone(writer: &mut Writer, mut work: Box<dyn Work>, tries: u32) {
    if writer.dead.load(Ordering::Acquire) {
        return;
    }
    if let Err(error) = writer.begin() {
        writer.mend();
        return work.answer(Err(error));
    }
    let (outcome, retryable) = {
        let faults = writer.faults.clone();
        let mut tx = Tx::new(&mut writer.conn, faults);
        let outcome = work.run(&mut tx);
        (outcome, tx.take_retryable())
    };
    match outcome {
        Ok(()) => {
            let committed = writer.commit(&[work.name()], work.len());
            if !writer.dead.load(Ordering::Acquire) {
                work.answer(committed);
            }
        }
        Err(error) => {
            let _ = writer.conn.control("ROLLBACK");
            writer.mend();
            if retryable && tries < RETRIES_MAX {
                return run_alone(writer, work, tries + 1);
            }
            match work.split() {
                Ok(singles) => singles.into_iter().for_each(|single| run_alone(writer, single, 0)),
                Err(work) => work.answer(Err(error)),
            }
        }
    }
}

/// Several pieces of work in one commit. Most groups have nothing to undo, so they run without savepoints, each of which
/// would keep a copy of every page it touches; where one is refused, all of it is undone and done again, each in its own.
fn run_group(writer: &mut Writer, mut works: Vec<Box<dyn Work>>) {
    if writer.dead.load(Ordering::Acquire) {
        return;
    }
    if let Err(error) = writer.begin() {
        return answer_each(works, &error);
    }
    let faults = writer.faults.clone();
    let mut tx = Tx::new(&mut writer.conn, faults.clone());
    let done = if works.iter_mut().all(|work| work.run(&mut tx).is_ok()) {
        works.into_iter().map(|work| (work, Ok(()))).collect()
    } else {
        // A full disk has ended the transaction already.
        let _ = writer.conn.control("ROLLBACK");
        if let Err(error) = writer.begin() {
            return answer_each(works, &error);
        }
        let mut tx = Tx::new(&mut writer.conn, faults);
        let mut done = Vec::with_capacity(works.len());
        works.into_iter().for_each(|work| run_in_savepoint(&mut tx, work, &mut done));
        done
    };
    let names: Vec<&'static str> = done.iter().map(|(work, _)| work.name()).collect();
    let commands = done.iter().map(|(work, _)| work.len()).sum();
    let committed = writer.commit(&names, commands);
    if writer.dead.load(Ordering::Acquire) {
        return;
    }
    for (work, outcome) in done {
        let outcome = match (&committed, outcome) {
            (Ok(()), outcome) => outcome,
            (Err(error), _) => Err(error.for_all()),
        };
        work.answer(outcome);
    }
}

/// Tells every caller that nothing was done.
fn answer_each(works: Vec<Box<dyn Work>>, error: &DbError) {
    works.into_iter().for_each(|work| work.answer(Err(error.for_all())));
}

type Done = Vec<(Box<dyn Work>, Result<(), DbError>)>;

fn run_in_savepoint(tx: &mut Tx<'_>, mut work: Box<dyn Work>, done: &mut Done) {
    let outcome = tx
        .conn()
        .control("SAVEPOINT work")
        .and_then(|()| work.run(tx))
        .and_then(|()| tx.conn().control("RELEASE work"));
    let Err(error) = outcome else {
        done.push((work, Ok(())));
        return;
    };
    let _ = tx.conn().batch("ROLLBACK TO work; RELEASE work");
    match work.split() {
        Ok(singles) => singles.into_iter().for_each(|single| run_in_savepoint(tx, single, done)),
        Err(work) => done.push((work, Err(error))),
    }
}
