//! Event streams: an open tab hears of each new revision, and with it what it shows anew.
//!
//! A stream holds one connection and nothing else; it knows neither gate nor watcher.

use std::io::{self, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::answer::head;
use super::head::decode;
use super::route::news;
use super::site::Site;

/// How often a stream looks whether its tab is still there.
const LOOK: Duration = Duration::from_millis(500);
/// How often a stream says that it lives, for proxies and sleeping machines.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// A tab names its page, styles and scripts; more is no tab.
const MAX_PATHS: usize = 32;

/// Serves one stream until the tab or the preview goes away.
pub(super) fn stream(site: &Site, client: &TcpStream, query: &str) -> io::Result<()> {
    let paths = paths(query);
    let mut out = client;
    let head = head(200, "text/event-stream; charset=utf-8", "");
    out.write_all(format!("{head}\r\nretry: 1000\n\n").as_bytes())?;
    let mut seen = None;
    let mut spoke = Instant::now();
    loop {
        let view = site.view();
        if seen != Some(view.revision) {
            let news = news(&view, &paths);
            let event = format!("id: {}\nevent: revision\ndata: {news}\n\n", view.revision);
            out.write_all(event.as_bytes())?;
            (seen, spoke) = (Some(view.revision), Instant::now());
        } else if spoke.elapsed() >= HEARTBEAT {
            out.write_all(b": still here\n\n")?;
            spoke = Instant::now();
        }
        if site.wait(view.revision, LOOK).is_none() || is_gone(client)? {
            return Ok(());
        }
    }
}

/// Returns whether the other side has closed; what it sends besides is not read.
fn is_gone(client: &TcpStream) -> io::Result<bool> {
    client.set_nonblocking(true)?;
    let peeked = client.peek(&mut [0]);
    client.set_nonblocking(false)?;
    match peeked {
        Ok(length) => Ok(length == 0),
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(false),
        Err(error) => Err(error),
    }
}

/// Returns the paths that the tab shows, in the order in which it names them.
fn paths(query: &str) -> Vec<String> {
    query
        .split('&')
        .filter_map(|pair| decode(pair.strip_prefix("path=")?).ok())
        .take(MAX_PATHS)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::paths;

    #[test]
    fn paths_are_decoded_once_and_bounded() {
        assert_eq!(
            paths("path=%2Fa%2520b%2F&x=y&path=%zz&path=/c.css"),
            ["/a%20b/", "/c.css"]
        );
        assert_eq!(paths(&"path=/a&".repeat(99)).len(), 32);
        assert!(paths("").is_empty());
    }
}
