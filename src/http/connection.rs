//! Connections of a server, within bounds: how many there are, how large a request is, how long it takes.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio_io_timeout::TimeoutStream;

/// So many connections are answered at once; those that come after wait in the system's queue.
const MAX_CONNECTIONS: usize = 512;
/// A request line with its headers holds so many bytes at most; longer ones are answered by 414 or 431.
const MAX_HEAD: usize = 16 << 10;
/// A request has so many headers at most.
const MAX_HEADERS: usize = 64;
/// The head of a request arrives within this time, counted from the answer before it.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);
/// A client that takes nothing of an answer for so long is given up.
const READER_TIMEOUT: Duration = Duration::from_secs(10);
/// When a server stops, those who are being answered have so long.
const FAREWELL: Duration = Duration::from_secs(10);
/// The system may be out of something, which comes back when connections end.
const PAUSE: Duration = Duration::from_millis(100);

/// Answers by `routes` whoever connects, until `stop` is done or the runtime ends. Who is being answered then gets the answer.
pub(crate) async fn accept(listener: TcpListener, routes: Router, stop: &mut (impl Future<Output = ()> + Unpin)) {
    let free = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    let (stopped, is_stopped) = watch::channel(false);
    while let Ok(place) = Arc::clone(&free).acquire_owned().await {
        let accepted = tokio::select! {
            () = &mut *stop => break,
            accepted = listener.accept() => accepted,
        };
        let Ok((stream, _)) = accepted else {
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        let (routes, is_stopped) = (routes.clone(), is_stopped.clone());
        tokio::spawn(async move {
            // What a client does wrong, or that it goes away, concerns nobody else.
            let _ended = answer(stream, routes, is_stopped).await;
            drop(place);
        });
    }
    drop(listener);
    stopped.send_replace(true);
    let all = free.acquire_many(MAX_CONNECTIONS as u32);
    // Who is not done by then is cut off.
    let _in_time = tokio::time::timeout(FAREWELL, all).await;
}

async fn answer(stream: TcpStream, routes: Router, mut is_stopped: watch::Receiver<bool>) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(READER_TIMEOUT));
    let service = TowerToHyperService::new(routes);
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD_TIMEOUT).max_buf_size(MAX_HEAD).max_headers(MAX_HEADERS);
    let connection = http.serve_connection(TokioIo::new(Box::pin(stream)), service);
    tokio::pin!(connection);
    tokio::select! {
        ended = connection.as_mut() => ended.map_err(io::Error::other),
        () = until(&mut is_stopped) => {
            connection.as_mut().graceful_shutdown();
            connection.await.map_err(io::Error::other)
        }
    }
}

/// Waits until something is so.
async fn until(is_so: &mut watch::Receiver<bool>) {
    // Who told of it is gone when the runtime ends.
    drop(is_so.wait_for(|is_so| *is_so).await);
}
