//! Where connections come in: a socket that the service manager kept open, or one of our own.
//!
//! A socket of the service manager's (systemd's `LISTEN_FDS`, see `man sd_listen_fds`) outlives the process: who connects
//! while one server ends and the next begins waits in its queue and is answered by the next. That is how a server is
//! upgraded without a failed checkout (I24).

use std::net::SocketAddr;

use listenfd::ListenFd;
use tokio::net::TcpListener;

use crate::failure::Failure;

/// The socket that was handed down, or a new one on `addr`.
///
/// # Errors
/// A sentence for the operator.
pub(super) async fn open(addr: SocketAddr) -> Result<TcpListener, Failure> {
    if let Some(listener) = handed_down()? {
        return Ok(listener);
    }
    TcpListener::bind(addr).await.map_err(|error| {
        Failure::failed(match error.kind() {
            std::io::ErrorKind::AddrInUse => {
                format!(
                    "{addr} is in use by another program; stop it, or choose another address with --listen"
                )
            }
            std::io::ErrorKind::PermissionDenied => {
                format!("this user may not answer on {addr}; choose a port above 1023 with --listen")
            }
            _ => format!("cannot answer on {addr}: {error}; choose another address with --listen"),
        })
    })
}

fn handed_down() -> Result<Option<TcpListener>, Failure> {
    let cannot = |error: std::io::Error| {
        Failure::failed(format!(
            "the socket that the service manager handed down cannot be used: {error}; it must listen on TCP \
             (ListenStream=127.0.0.1:8080)"
        ))
    };
    let Some(socket) = ListenFd::from_env().take_tcp_listener(0).map_err(cannot)? else { return Ok(None) };
    socket.set_nonblocking(true).map_err(cannot)?;
    TcpListener::from_std(socket).map(Some).map_err(cannot)
}
