//! A disk that loses its power: what was synced is there; of everything else any sectors may be, in any order.

use simulator::Dice;

use super::trace::{Event, Kept, What};

/// What a disk writes whole.
const SECTOR: usize = 512;

/// One file: what lies on the disk for good, and what was asked for since.
#[derive(Debug, Clone, Default)]
struct File {
    safe: Option<Vec<u8>>,
    asked: Vec<Event>,
}

/// Both files of a database.
#[derive(Debug, Clone)]
pub struct Disk {
    database: File,
    log: File,
    /// The disk says that it has synced, and has not.
    lies: bool,
}

/// How much of what was not synced is on the disk.
#[derive(Debug, Clone, Copy)]
enum Left {
    Nothing,
    Everything,
    /// The first of it, and a part of the next.
    Beginning,
    AnySectors,
}

impl Disk {
    /// A disk with a database that was closed in order.
    pub fn of(database: Vec<u8>, lies: bool) -> Self {
        Self { database: File { safe: Some(database), asked: Vec::new() }, log: File::default(), lies }
    }

    /// Something happens to it.
    pub fn take(&mut self, event: &Event) {
        let file = match event.file {
            Kept::Database => &mut self.database,
            Kept::Log => &mut self.log,
        };
        match event.what {
            What::Synced { .. } if self.lies => {}
            What::Synced { since_us } => {
                let (safe, asked) = file.asked.drain(..).partition(|asked: &Event| asked.at_us <= since_us);
                file.asked = asked;
                safe.into_iter().for_each(|event: Event| apply(&mut file.safe, &event.what));
            }
            What::Write { .. } | What::Cut { .. } | What::Removed => file.asked.push(event.clone()),
        }
    }

    /// What is found after the power went: the database, and its log if there is one.
    pub fn lose_power(&self, dice: &mut Dice) -> (Vec<u8>, Option<Vec<u8>>) {
        let database = self.database.lose_power(dice);
        (database.expect("nobody removes the database"), self.log.lose_power(dice))
    }
}

impl File {
    fn lose_power(&self, dice: &mut Dice) -> Option<Vec<u8>> {
        let mut found = self.safe.clone();
        let left = *dice.pick(&[
            Left::Nothing,
            Left::Everything,
            Left::Beginning,
            Left::AnySectors,
            Left::AnySectors,
        ]);
        match left {
            Left::Nothing => {}
            Left::Everything => self.asked.iter().for_each(|event| apply(&mut found, &event.what)),
            Left::Beginning if self.asked.is_empty() => {}
            Left::Beginning => {
                let whole = dice.place(self.asked.len());
                self.asked[..whole].iter().for_each(|event| apply(&mut found, &event.what));
                if let What::Write { at, bytes } = &self.asked[whole].what {
                    let torn = dice.place(bytes.len().div_ceil(SECTOR) + 1) * SECTOR;
                    let bytes = bytes[..torn.min(bytes.len())].to_vec();
                    apply(&mut found, &What::Write { at: *at, bytes });
                }
            }
            Left::AnySectors => {
                // Each sector holds what one of its writes left there, or what was there before: that is any order.
                for event in &self.asked {
                    match &event.what {
                        What::Write { at, bytes } => {
                            let mut from = 0;
                            while from < bytes.len() {
                                let to = ((at + from) / SECTOR + 1) * SECTOR - at;
                                let to = to.min(bytes.len());
                                if dice.happens(500) {
                                    let bytes = bytes[from..to].to_vec();
                                    apply(&mut found, &What::Write { at: at + from, bytes });
                                }
                                from = to;
                            }
                        }
                        what if dice.happens(500) => apply(&mut found, what),
                        _ => {}
                    }
                }
            }
        }
        found
    }
}

fn apply(file: &mut Option<Vec<u8>>, what: &What) {
    match what {
        What::Write { bytes, .. } if bytes.is_empty() => {}
        What::Write { at, bytes } => {
            let file = file.get_or_insert_default();
            let end = at + bytes.len();
            if file.len() < end {
                file.resize(end, 0);
            }
            file[*at..end].copy_from_slice(bytes);
        }
        What::Cut { to } => file.get_or_insert_default().resize(*to, 0),
        What::Removed => *file = None,
        What::Synced { .. } => {}
    }
}
