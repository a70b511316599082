//! Which heads pass, and which are refused with what.

use proptest::prelude::*;

use super::{Hosts, Request, decode, encode, head_length, is_hopeless, read_head};

fn hosts() -> Hosts {
    Hosts {
        port: 8640,
        address: [192, 168, 1, 5].into(),
    }
}

#[track_caller]
fn check(head: &str, expected: u16) {
    let status = match read_head(head.as_bytes(), &hosts()) {
        Ok(_) => 200,
        Err(refusal) => refusal.status,
    };
    assert_eq!(status, expected, "{head:?}");
}

#[track_caller]
fn check_with(fields: &str, expected: u16) {
    check(
        &format!("GET / HTTP/1.1\r\nHost: localhost:8640\r\n{fields}\r\n"),
        expected,
    );
}

#[test]
fn plain_request_is_read() {
    let head =
        b"HEAD /contoso/%C3%BC.html?q=%2e HTTP/1.1\r\nhost: LOCALHOST:8640\r\nCookie: \xff\r\n\r\n";
    assert_eq!(
        read_head(head, &hosts()),
        Ok(Request {
            head_only: true,
            path: "/contoso/ü.html".into(),
            query: "q=%2e".into(),
        })
    );
}

#[test]
fn hosts_are_ours_with_our_port() {
    for host in [
        "localhost:8640",
        "127.0.0.1:8640",
        "[::1]:8640",
        "192.168.1.5:8640",
    ] {
        check(&format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n"), 200);
    }
    for host in [
        "localhost",
        "localhost:80",
        "localhost:86400",
        "localhost.:8640",
        "evil.example:8640",
        "localhost.evil.example:8640",
        "127.0.0.1.nip.example:8640",
        "user@localhost:8640",
        "192.168.1.6:8640",
        "0.0.0.0:8640",
        "2130706433:8640",
        "localhost:8640, evil.example",
        "",
    ] {
        check(&format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n"), 421);
    }
    check("GET / HTTP/1.1\r\n\r\n", 400);
    check("GET / HTTP/1.0\r\n\r\n", 400);
    check_with("Host: localhost:8640\r\n", 400);
    check_with("Host: evil.example\r\n", 400);
}

#[test]
fn requests_of_other_sites_are_refused() {
    check_with("Origin: http://localhost:8640\r\n", 200);
    for origin in [
        "http://evil.example",
        "https://localhost:8640",
        "http://localhost:8641",
        "http://localhost",
        "null",
        "",
    ] {
        check_with(&format!("Origin: {origin}\r\n"), 403);
    }
    check_with("Sec-Fetch-Site: same-origin\r\n", 200);
    check_with("Sec-Fetch-Site: none\r\n", 200);
    check_with(
        "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n",
        200,
    );
    check_with(
        "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n",
        403,
    );
    check_with("Sec-Fetch-Site: same-site\r\n", 403);
}

#[test]
fn whatever_could_hide_a_second_request_is_refused() {
    for fields in [
        "Transfer-Encoding: chunked\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding: identity\r\n",
        "Transfer-Encoding : chunked\r\n",
        "X: y\r\n Transfer-Encoding: chunked\r\n",
        "Content-Length: 5\r\nContent-Length: 5\r\n",
        "Content-Length: 0\r\nContent-Length: 0\r\n",
        "Content-Length: +5\r\n",
        "Content-Length: -1\r\n",
        "Content-Length: 0x5\r\n",
        "Content-Length: 5, 5\r\n",
        "Content-Length:\r\n",
        "Content-Length: 99999999999999999999\r\n",
        "Content-Length: 5\r\n",
        "X: y\rZ: a\r\n",
        "X: y\nTransfer-Encoding: chunked\r\n",
        "X: \u{0}\r\n",
        "no colon\r\n",
        ": empty\r\n",
        "Expect: 100-continue\r\n",
        "Upgrade: websocket\r\n",
    ] {
        check_with(fields, 400);
    }
    check_with("Content-Length: 0\r\n", 200);
}

#[test]
fn targets_are_paths_and_methods_read_only() {
    for line in [
        "GET http://localhost:8640/ HTTP/1.1",
        "GET * HTTP/1.1",
        "GET index.html HTTP/1.1",
        "GET /a\\b HTTP/1.1",
        "GET /a#b HTTP/1.1",
        "GET /%00 HTTP/1.1",
        "GET /%5c HTTP/1.1",
        "GET /%0d%0a HTTP/1.1",
        "GET /%ff HTTP/1.1",
        "GET /% HTTP/1.1",
        "GET /%4 HTTP/1.1",
        "GET /%zz HTTP/1.1",
        "GET /ü HTTP/1.1",
        "GET  / HTTP/1.1",
        "GET / HTTP/1.1 x",
        "GET /",
        "GET / HTTP/2.0",
        "get / HTTP/1.1",
        "",
    ] {
        check(&format!("{line}\r\nHost: localhost:8640\r\n\r\n"), 400);
    }
    for method in [
        "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH",
    ] {
        check(
            &format!("{method} / HTTP/1.1\r\nHost: localhost:8640\r\n\r\n"),
            405,
        );
    }
}

#[test]
fn end_and_hopelessness_are_seen_early() {
    assert_eq!(head_length(b"GET / HTTP/1.1\r\n\r\nmore"), Some(18));
    assert_eq!(head_length(b"GET / HTTP/1.1\r\n"), None);
    assert!(is_hopeless(b"GET / HTTP/1.1\n"));
    assert!(is_hopeless(b"\x16\x03\x01"));
    assert!(!is_hopeless(b"GET / HTTP/1.1\r\nHo"));
}

proptest! {
    #[test]
    fn no_bytes_make_the_parser_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut head = b"GET / HTTP/1.1\r\n".to_vec();
        head.extend(&bytes);
        head.extend(b"\r\n\r\n");
        let _ = (read_head(&head, &hosts()), read_head(&bytes, &hosts()));
        let _ = (head_length(&bytes), is_hopeless(&bytes));
    }

    #[test]
    fn encoding_is_undone_by_decoding(path in "/[^\\p{Cc}\\\\]{0,40}") {
        prop_assert_eq!(decode(&encode(&path)), Ok(path));
    }
}
