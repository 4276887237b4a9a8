//! What waits for a writer, and how it is run together.
//!
//! Commands of one type that wait at the same time run as one batch; closures run one by one. Everything taken
//! from the queue shares one commit, and nobody is answered before that commit is on disk.

use std::any::{Any, TypeId};

use tokio::sync::oneshot;

use crate::{DbError, Tx};

/// Commands of one type that one batch may hold. Beyond it latency grows faster than throughput.
pub(crate) const BATCH_COMMANDS_MAX: usize = 512;

/// A hot command, decided and written many at a time.
pub trait Command: Send + Sized + 'static {
    /// What each caller gets: success or a refusal. Refusals are values, not errors: they commit.
    type Output: Send + 'static;
    /// The name in metrics and traces.
    const NAME: &'static str;

    /// Runs the whole batch: load the rows it touches in id order (locked on PostgreSQL), decide for each
    /// command in turn, write each table once. Gives exactly one output per command, in order.
    ///
    /// # Errors
    /// [`DbError`] undoes the batch; its commands are then run one by one.
    fn run(tx: &mut Tx<'_>, batch: &[Self]) -> Result<Vec<Self::Output>, DbError>;
}

/// One thing a writer does inside a transaction, and whom it tells afterwards.
pub(crate) trait Work: Send {
    fn name(&self) -> &'static str;
    /// How many commands it holds.
    fn len(&self) -> usize;
    /// Does it. `Err` when it must be undone because the engine said no.
    fn run(&mut self, tx: &mut Tx<'_>) -> Result<(), DbError>;
    /// Takes it apart so that each command can be redone alone; `None` when it is one already.
    fn split(self: Box<Self>) -> Result<Vec<Box<dyn Work>>, Box<dyn Work>>;
    /// Tells the callers. `Err`: the commit failed, or the work was undone for good.
    fn answer(self: Box<Self>, committed: Result<(), DbError>);
    /// The type of command inside, for joining; `None` for closures.
    fn kind(&self) -> Option<TypeId>;
    /// Takes over the commands of `other`, which is of the same kind.
    fn join(&mut self, other: Box<dyn Any>);
    fn into_any(self: Box<Self>) -> Box<dyn Any>;
}

/// Commands of one type with their callers.
pub(crate) struct Batch<C: Command> {
    commands: Vec<C>,
    callers: Vec<oneshot::Sender<Result<C::Output, DbError>>>,
    outputs: Vec<C::Output>,
}

impl<C: Command> Batch<C> {
    pub(crate) fn of(command: C, caller: oneshot::Sender<Result<C::Output, DbError>>) -> Self {
        Self { commands: vec![command], callers: vec![caller], outputs: Vec::new() }
    }
}

impl<C: Command> Work for Batch<C> {
    fn name(&self) -> &'static str {
        C::NAME
    }

    fn len(&self) -> usize {
        self.commands.len()
    }

    fn run(&mut self, tx: &mut Tx<'_>) -> Result<(), DbError> {
        self.outputs = C::run(tx, &self.commands)?;
        assert_eq!(self.outputs.len(), self.commands.len(), "{} answers each command once", C::NAME);
        Ok(())
    }

    fn split(self: Box<Self>) -> Result<Vec<Box<dyn Work>>, Box<dyn Work>> {
        if self.commands.len() == 1 {
            return Err(self);
        }
        let Self { commands, callers, .. } = *self;
        Ok(commands
            .into_iter()
            .zip(callers)
            .map(|(command, caller)| Box::new(Self::of(command, caller)) as Box<dyn Work>)
            .collect())
    }

    fn answer(self: Box<Self>, committed: Result<(), DbError>) {
        let Self { callers, outputs, .. } = *self;
        match committed {
            // A caller that went away does not change what was done.
            Ok(()) => callers.into_iter().zip(outputs).for_each(|(caller, output)| {
                let _ = caller.send(Ok(output));
            }),
            Err(error) => answer_all(callers, error),
        }
    }

    fn kind(&self) -> Option<TypeId> {
        Some(TypeId::of::<C>())
    }

    fn join(&mut self, other: Box<dyn Any>) {
        let other = *other.downcast::<Self>().expect("only batches of one kind are joined");
        self.commands.extend(other.commands);
        self.callers.extend(other.callers);
    }

    fn into_any(self: Box<Self>) -> Box<dyn Any> {
        self
    }
}

fn answer_all<T>(callers: Vec<oneshot::Sender<Result<T, DbError>>>, error: DbError) {
    let others = error.for_all();
    let mut error = Some(error);
    for caller in callers {
        let each = error.take().unwrap_or_else(|| others.for_all());
        let _ = caller.send(Err(each));
    }
}

/// The body of a cold command.
pub(crate) type Body<T, E> = Box<dyn FnMut(&mut Tx<'_>) -> Result<T, E> + Send>;

/// One cold command with its caller.
pub(crate) struct Closure<T, E> {
    pub(crate) name: &'static str,
    pub(crate) body: Body<T, E>,
    pub(crate) caller: oneshot::Sender<Result<T, E>>,
    pub(crate) output: Option<Result<T, E>>,
}

impl<T: Send + 'static, E: From<DbError> + Send + 'static> Work for Closure<T, E> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn len(&self) -> usize {
        1
    }

    fn run(&mut self, tx: &mut Tx<'_>) -> Result<(), DbError> {
        let outcome = (self.body)(tx);
        let refused = outcome.is_err();
        self.output = Some(outcome);
        // A use case's refusal undoes what it wrote; its own words are kept for the caller.
        if refused { Err(DbError::Missing("refused by the command")) } else { Ok(()) }
    }

    fn split(self: Box<Self>) -> Result<Vec<Box<dyn Work>>, Box<dyn Work>> {
        Err(self)
    }

    fn answer(self: Box<Self>, committed: Result<(), DbError>) {
        let outcome = match (committed, self.output) {
            // Refused: undone already, so a later failure of the others' commit changes nothing for it.
            (_, Some(Err(refusal))) => Err(refusal),
            (Ok(()), Some(Ok(output))) => Ok(output),
            (Err(error), _) => Err(E::from(error)),
            (Ok(()), None) => unreachable!("a closure that was committed has run"),
        };
        let _ = self.caller.send(outcome);
    }

    fn kind(&self) -> Option<TypeId> {
        None
    }

    fn join(&mut self, _: Box<dyn Any>) {
        unreachable!("closures have no kind, so nothing joins them")
    }

    fn into_any(self: Box<Self>) -> Box<dyn Any> {
        self
    }
}

/// Joins waiting work of one kind, keeping the order of first arrival. Callers wait for their answer before they
/// ask again, so no caller can see the difference.
pub(crate) fn gather(waiting: Vec<Box<dyn Work>>) -> Vec<Box<dyn Work>> {
    let mut gathered: Vec<Box<dyn Work>> = Vec::with_capacity(waiting.len());
    for work in waiting {
        let home = work.kind().and_then(|kind| {
            gathered.iter().position(|known| known.kind() == Some(kind) && known.len() < BATCH_COMMANDS_MAX)
        });
        match home {
            Some(index) => gathered[index].join(work.into_any()),
            None => gathered.push(work),
        }
    }
    gathered
}
