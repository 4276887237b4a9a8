//! Addresses that try to get behind this server.

use app::ports::{Fetch, FetchError};
use buyline_connectors::safe_client::{Reach, SafeClient};

use super::server::Server;
use super::{Scripted, client};

/// `PORT` is where a listener on this machine waits for whoever gets through.
pub(crate) const HOSTILE: [&str; 66] = [
    // This machine, in every spelling of its address.
    "http://127.0.0.1:PORT/",
    "http://127.1:PORT/",
    "http://127.0.1:PORT/",
    "http://127.255.255.254:PORT/",
    "http://2130706433:PORT/",
    "http://0x7f000001:PORT/",
    "http://0x7f.1:PORT/",
    "http://0x7f.0x0.0x0.0x1:PORT/",
    "http://0177.0.0.1:PORT/",
    "http://017700000001:PORT/",
    "http://00000177.1:PORT/",
    "http://①②⑦.⓪.⓪.①:PORT/",
    "http://１２７.0.0.1:PORT/",
    "http://127。0。0。1:PORT/",
    "http://127.0.0.1.:PORT/",
    "http://%31%32%37.0.0.1:PORT/",
    "http://0:PORT/",
    "http://0.0.0.0:PORT/",
    "http:127.0.0.1:PORT/",
    "http:\\\\127.0.0.1:PORT\\",
    "http:///127.0.0.1:PORT/",
    "HTTP://127.0.0.1:PORT/",
    "  http://127.0.0.1:PORT/",
    "ht\ntp://127.0.0.1:PORT/",
    "http://[::1]:PORT/",
    "http://[0:0:0:0:0:0:0:1]:PORT/",
    "http://[::]:PORT/",
    "http://[::127.0.0.1]:PORT/",
    "http://[::ffff:127.0.0.1]:PORT/",
    "http://[::ffff:7f00:1]:PORT/",
    "http://[64:ff9b::127.0.0.1]:PORT/",
    "http://[64:ff9b:1::7f00:1]:PORT/",
    "http://[2002:7f00:1::]:PORT/",
    "http://[2001:0:7f00:1::]:PORT/",
    // The network around it.
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.0.1/",
    "http://100.64.0.1/",
    "http://169.254.1.1/",
    "http://[fc00::1]/",
    "http://[fe80::1]/",
    "http://[::ffff:192.168.0.1]/",
    "http://[ff02::1]/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://198.18.0.1/",
    "http://192.0.2.1/",
    // The clouds' metadata.
    "http://169.254.169.254/latest/meta-data/",
    "http://2852039166/latest/meta-data/",
    "http://0xa9fea9fe/",
    "http://[::ffff:169.254.169.254]/",
    "http://[fd00:ec2::254]/latest/",
    "http://100.100.100.200/latest/",
    "http://168.63.129.16/machine",
    "http://192.0.0.192/opc/v1/",
    // A password, and a host that looks like one.
    "http://user:secret@127.0.0.1:PORT/",
    "http://shop.example@127.0.0.1:PORT/",
    "http://public.example@8.8.8.8/",
    // Other schemes, and none.
    "file:///etc/passwd",
    "ftp://127.0.0.1:PORT/",
    "gopher://127.0.0.1:PORT/_x",
    "data:text/csv,id",
    "javascript:alert(1)",
    "//127.0.0.1:PORT/",
    "http://",
    "",
];

#[tokio::test]
async fn hostile_addresses_cause_no_connection() {
    let server = Server::ok("inside").await;
    let port = server.address.port().to_string();
    let lookup = Scripted::new(&[&["127.0.0.1"]]);
    let client = client(&lookup, false);
    for url in HOSTILE {
        let url = url.replace("PORT", &port);
        let outcome = client.get(&url, 1_000).await;
        assert!(matches!(outcome, Err(FetchError::Refused(_))), "{url:?}: {outcome:?}");
    }
    assert_eq!(server.connections(), 0);
    assert!(lookup.asked().is_empty(), "none of these is a name: {:?}", lookup.asked());
}

#[tokio::test]
async fn names_that_lead_inside_cause_no_connection() {
    let server = Server::ok("inside").await;
    let port = server.address.port();
    let answers: [&[&str]; 12] = [
        &["127.0.0.1"],
        &["::1"],
        &["0.0.0.0"],
        &["10.0.0.1"],
        &["192.168.1.1"],
        &["169.254.169.254"],
        &["::ffff:127.0.0.1"],
        &["64:ff9b::7f00:1"],
        &["fd00:ec2::254"],
        &["8.8.8.8", "127.0.0.1"],
        &["127.0.0.1", "8.8.8.8"],
        &["2606:4700::1111", "fe80::1"],
    ];
    for answer in answers {
        for name in ["localhost", "127.0.0.1.nip.example", "metadata.internal", "shop.example."] {
            let client = client(&Scripted::new(&[answer]), false);
            let outcome = client.get(&format!("http://{name}:{port}/"), 1_000).await;
            assert!(matches!(outcome, Err(FetchError::Refused(_))), "{name} {answer:?}: {outcome:?}");
        }
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn the_system_resolver_is_checked_too() {
    let server = Server::ok("inside").await;
    let reach = Reach { ports: Vec::new(), ..Reach::internet() };
    let client = SafeClient::new(reach).expect("a client");
    let outcome = client.get(&format!("http://localhost:{}/", server.address.port()), 1_000).await;
    assert!(matches!(outcome, Err(FetchError::Refused(_))), "{outcome:?}");
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_name_is_asked_once_and_the_answer_that_was_checked_is_the_one_connected_to() {
    let server = Server::ok("checked").await;
    let port = server.address.port();
    let lookup = Scripted::new(&[&["127.0.0.1"], &["10.0.0.1"]]);
    let client = client(&lookup, true);
    let url = format!("http://rebinding.example:{port}/");
    assert_eq!(client.get(&url, 1_000).await.expect("the first answer"), "checked");
    assert_eq!(lookup.asked(), ["rebinding.example"]);

    let outcome = client.get(&url, 1_000).await;
    assert!(matches!(outcome, Err(FetchError::Refused(_))), "{outcome:?}");
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn a_redirect_leads_nowhere_that_the_first_address_could_not() {
    let targets = [
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:169.254.169.254]/",
        "http://0xa9fea9fe/",
        "//10.0.0.1/",
        "http://192.168.0.1:8080/",
        "http://inside.example/",
        "http://u:p@8.8.8.8/",
        "file:///etc/passwd",
        "ftp://8.8.8.8/",
        "gopher://8.8.8.8/",
        "http://",
    ];
    for target in targets {
        let server = Server::redirecting(target).await;
        let client = client(&Scripted::new(&[&["10.1.2.3"]]), true);
        let outcome = client.get(&server.url(), 1_000).await;
        assert!(matches!(outcome, Err(FetchError::Refused(_))), "{target}: {outcome:?}");
        assert_eq!(server.connections(), 1, "{target}");
    }
}

#[tokio::test]
async fn only_the_ports_of_the_web_are_reached() {
    let reach = Reach { allow_loopback: true, ..Reach::internet() };
    let client = SafeClient::new(reach).expect("a client");
    let server = Server::ok("inside").await;
    for url in [
        server.url(),
        "http://8.8.8.8:22/".into(),
        "http://8.8.8.8:0/".into(),
        "https://8.8.8.8:6379/".into(),
    ] {
        let outcome = client.get(&url, 1_000).await;
        assert!(matches!(outcome, Err(FetchError::Refused(_))), "{url}: {outcome:?}");
    }
    assert_eq!(server.connections(), 0);
}
