//! What must hold of gifts that come again.

use std::collections::BTreeMap;

use super::Auditor;

/// A pledge as its row and its gifts tell it.
struct Pledge {
    state: String,
    /// Gifts that were promised.
    count: i64,
    /// Whether the first one arrived, which begins it.
    is_begun: bool,
    /// Due dates for which there is a gift, arrived or not, and those for which it arrived.
    asked: i64,
    given: i64,
}

impl Auditor {
    /// What must hold of pledges of a number of weeks when all those weeks are over. `is_on_time`: nobody set the server's
    /// clock, so that no due date was let pass.
    #[must_use]
    pub fn pledges_at_rest(&self, is_on_time: bool) -> Vec<String> {
        let mut pledges = BTreeMap::new();
        let sql = "SELECT p.id, p.state, p.ends_count,
                          count(*) FILTER (WHERE d.pledge_no = 0 AND d.state = 'settled'),
                          count(d.id), count(*) FILTER (WHERE d.state = 'settled')
                     FROM pledges p LEFT JOIN donations d ON d.pledge_id = p.id
                    GROUP BY p.id, p.state, p.ends_count";
        self.rows(sql, |row| {
            let pledge = Pledge {
                state: row.get(1)?,
                count: row.get(2)?,
                is_begun: row.get::<_, i64>(3)? == 1,
                asked: row.get(4)?,
                given: row.get(5)?,
            };
            pledges.insert(row.get::<_, i64>(0)?, pledge);
            Ok(())
        });
        let mut wrong = Vec::new();
        for (id, pledge) in pledges {
            let Pledge { state, count, is_begun, asked, given } = pledge;
            if given > count {
                wrong.push(format!("pledge {id}: {given} gifts of {count} promised"));
            }
            match (state.as_str(), is_begun) {
                ("new", false) | ("canceled", _) => {}
                ("ended", true) if asked == count || !is_on_time => {}
                ("ended", true) => {
                    wrong.push(format!("pledge {id}: {asked} of {count} gifts were asked for"));
                }
                _ => wrong.push(format!("pledge {id} is {state}, its first gift given: {is_begun}")),
            }
        }
        wrong
    }
}
