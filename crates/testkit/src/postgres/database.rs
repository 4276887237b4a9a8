//! One database per test, made empty or copied from a template, dropped with the value.

use std::sync::atomic::{AtomicU32, Ordering};

use postgres::{Client, NoTls};

use super::cluster::Cluster;
use super::off_runtime;

/// PostgreSQL cuts names at 63 bytes; what we put around a fingerprint is shorter than the difference.
const FINGERPRINT_BYTES_MAX: usize = 40;

/// A database of a test's own.
#[derive(Debug)]
pub struct TestDatabase {
    /// Its URL, for `--database` or a client.
    pub url: String,
    name: String,
    administrator_url: String,
}

impl Cluster {
    /// An empty database.
    ///
    /// # Panics
    /// When the server no longer answers.
    pub fn fresh_database(&self) -> TestDatabase {
        off_runtime(|| self.create(&mut self.administrator(), "template0"))
    }

    /// A copy of what `build` made; see [`super::fresh_database_from`].
    ///
    /// # Panics
    /// When the server no longer answers, the fingerprint is too long or unfit for a name, or `build` panics.
    pub fn fresh_database_from(&self, fingerprint: &str, build: impl FnOnce(&str) + Send) -> TestDatabase {
        let fit = fingerprint.len() <= FINGERPRINT_BYTES_MAX
            && fingerprint
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
        assert!(fit, "a fingerprint is at most {FINGERPRINT_BYTES_MAX} of a-z, 0-9 and _: `{fingerprint}`");
        let template = format!("template_{fingerprint}");
        off_runtime(|| {
            let mut administrator = self.administrator();
            if !exists(&mut administrator, &template) {
                self.make_template(&template, build);
            }
            self.create(&mut administrator, &template)
        })
    }

    fn create(&self, administrator: &mut Client, template: &str) -> TestDatabase {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let made = MADE.fetch_add(1, Ordering::Relaxed);
        let name = format!("test_{}_{made}", std::process::id());
        // An earlier process with this number may have been killed before it could drop its database.
        execute(administrator, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        execute(administrator, &format!("CREATE DATABASE {name} TEMPLATE {template}"));
        TestDatabase { url: self.url_of(&name), name, administrator_url: self.url().to_owned() }
    }

    /// Builds beside and renames when it is whole, so that a half-built template is never copied.
    fn make_template(&self, template: &str, build: impl FnOnce(&str)) {
        // The lock lasts as long as this connection; others wait, then find the template.
        let mut administrator = self.administrator();
        administrator
            .execute("SELECT pg_advisory_lock(hashtext($1))", &[&template])
            .expect("the template's lock can be taken");
        if exists(&mut administrator, template) {
            return;
        }
        let draft = format!("{template}_draft");
        execute(&mut administrator, &format!("DROP DATABASE IF EXISTS {draft} WITH (FORCE)"));
        execute(&mut administrator, &format!("CREATE DATABASE {draft} TEMPLATE template0"));
        build(&self.url_of(&draft));
        // A connection that was just closed may linger on the server for a moment.
        execute(
            &mut administrator,
            &format!(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{draft}'"
            ),
        );
        execute(&mut administrator, &format!("ALTER DATABASE {draft} RENAME TO {template}"));
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        off_runtime(|| {
            let dropped = Client::connect(&self.administrator_url, NoTls).and_then(|mut administrator| {
                administrator.batch_execute(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name))
            });
            if let Err(error) = dropped {
                eprintln!("could not drop the test's database {}: {error}", self.name);
            }
        });
    }
}

fn exists(administrator: &mut Client, database: &str) -> bool {
    administrator
        .query_one("SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)", &[&database])
        .expect("the list of databases can be read")
        .get(0)
}

fn execute(administrator: &mut Client, statement: &str) {
    if let Err(error) = administrator.batch_execute(statement) {
        panic!("{statement}: {error:?}");
    }
}
