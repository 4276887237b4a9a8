//! The private server: every test its own database, nothing left behind.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use buyline_testkit::postgres::{Cluster, Fsync, fresh_database, fresh_database_from};
use postgres::{Client, NoTls};

fn connect(url: &str) -> Client {
    Client::connect(url, NoTls).unwrap()
}

#[test]
fn two_databases_do_not_see_each_other_and_go_with_their_test() {
    let (Some(one), Some(two)) = (fresh_database(), fresh_database()) else { return };
    connect(&one.url).batch_execute("CREATE TABLE only_here (id BIGINT)").unwrap();
    let error = connect(&two.url).execute("INSERT INTO only_here (id) VALUES (1)", &[]).unwrap_err();
    assert_eq!(error.code().unwrap().code(), "42P01");

    let gone = one.url.clone();
    drop(one);
    assert!(Client::connect(&gone, NoTls).is_err());
    connect(&two.url);
}

#[test]
fn a_template_is_built_once_and_every_copy_is_its_own() {
    let build = |url: &str| connect(url).batch_execute("CREATE TABLE built (id BIGINT)").unwrap();
    let fingerprint = format!("testkit_{}", std::process::id());
    let Some(first) = fresh_database_from(&fingerprint, build) else { return };
    connect(&first.url).batch_execute("INSERT INTO built (id) VALUES (1)").unwrap();

    let second = fresh_database_from(&fingerprint, |_| panic!("built a second time")).unwrap();
    let rows: i64 = connect(&second.url).query_one("SELECT count(*) FROM built", &[]).unwrap().get(0);
    assert_eq!(rows, 0);
}

#[tokio::test]
async fn a_database_may_be_asked_for_inside_a_runtime() {
    let Some(database) = fresh_database() else { return };
    assert!(database.url.starts_with("postgres://"));
}

#[test]
fn text_sorts_by_bytes_as_in_sqlite() {
    let Some(database) = fresh_database() else { return };
    let first: String = connect(&database.url)
        .query_one("SELECT word FROM (VALUES ('a'), ('B')) AS words (word) ORDER BY word LIMIT 1", &[])
        .unwrap()
        .get(0);
    assert_eq!(first, "B");
}

#[test]
fn a_private_server_is_durable_when_asked_and_leaves_nothing_behind() {
    let Some(cluster) = Cluster::private(Fsync::On) else { return };
    let mut administrator = connect(cluster.url());
    let sync: String = administrator.query_one("SHOW fsync", &[]).unwrap().get(0);
    let data: String = administrator.query_one("SHOW data_directory", &[]).unwrap().get(0);
    assert_eq!(sync, "on");
    let folder = std::path::Path::new(&data).parent().unwrap().to_path_buf();
    assert!(folder.exists());
    drop(administrator);
    drop(cluster);
    assert!(!folder.exists());
}
