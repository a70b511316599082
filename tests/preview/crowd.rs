//! Crowds of connections that say nothing or too little: a person still gets pages.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::thread;
use std::time::Duration;

use crate::support::{parse, serve};

const PAGE: (&str, &str) = ("index.html", "<body>Hello</body>");

#[test]
fn idle_and_dripping_connections_lock_nobody_out() {
    let shown = serve(&[PAGE]);
    let mut idle: Vec<TcpStream> = Vec::new();
    let mut dripping: Vec<TcpStream> = Vec::new();
    for round in 0..30 {
        idle.extend((0..10).map(|_| shown.connect()));
        dripping.extend((0..2).map(|_| shown.connect()));
        for stream in &mut dripping {
            // Those that had to make room are closed already.
            let _ = stream.write_all(b"G");
        }
        assert_eq!(shown.get("/").status, 200, "round {round}");
    }
    drop(idle);
    drop(dripping);
    assert_eq!(shown.get("/").status, 200);
}

#[test]
fn head_that_drips_is_closed_in_time() {
    let shown = serve(&[PAGE]);
    let mut stream = shown.connect();
    let mut answer = Vec::new();
    stream
        .set_read_timeout(Some(Duration::from_millis(200)))
        .expect("a socket");
    stream.write_all(b"GET / HTTP/1.1\r\nX: ").expect("sent");
    let mut drops = 0;
    loop {
        let _ = stream.write_all(b"x");
        drops += 1;
        assert!(drops < 150, "still open after {drops} drops");
        match stream.read_to_end(&mut answer) {
            Ok(_) => break,
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            // A drop that met the closed end.
            Err(_) => break,
        }
    }
    assert_eq!(parse(&answer).status, 408);
    assert_eq!(shown.get("/").status, 200);
}

#[test]
fn connections_that_break_off_leave_nothing_behind() {
    let shown = serve(&[PAGE, ("large.html", &"x".repeat(3 << 20))]);
    for _ in 0..100 {
        let mut stream = shown.connect();
        let request = format!(
            "GET /large.html HTTP/1.1\r\nHost: localhost:{}\r\n\r\n",
            shown.port()
        );
        stream.write_all(request.as_bytes()).expect("sent");
        drop(stream);
    }
    assert_eq!(shown.get("/").status, 200);
    assert!(shown.get("/large.html").body.len() > 3 << 20);
}

#[test]
fn seventeenth_stream_waits_until_a_tab_is_closed() {
    let shown = serve(&[PAGE]);
    let mut tabs: Vec<_> = (0..16).map(|_| shown.listen(&["/"])).collect();
    for tab in &mut tabs {
        assert_eq!(tab.next()["revision"], 1);
    }
    let request = "GET /_rosterbook/events?path=/";
    assert_eq!(shown.ask_with(request, "").status, 503);
    assert_eq!(shown.get("/").status, 200);
    drop(tabs.pop());
    for _ in 0..200 {
        let mut tab = shown.connect();
        let head = format!(
            "{request} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n",
            shown.port()
        );
        tab.write_all(head.as_bytes()).expect("sent");
        let mut start = [0; 12];
        tab.read_exact(&mut start).expect("an answer");
        if &start == b"HTTP/1.1 200" {
            return;
        }
        thread::sleep(Duration::from_millis(50));
    }
    panic!("the place of a closed tab was never given away");
}
