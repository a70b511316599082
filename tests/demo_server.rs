//! The demo directory over real sockets: starting, stopping, moving in time, many readers.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use rosterbook::demo::{DemoError, DemoServer, STATES, start, tenants};
use serde_json::Value;

/// Sends one request and returns head and body.
fn call(server: &DemoServer, request: &str, body: &str) -> (String, Value) {
    let host = server
        .base_url()
        .strip_prefix("http://")
        .expect("a plain address");
    let mut stream = TcpStream::connect(host).expect("a connection");
    let length = body.len();
    let text = format!("{request}\r\nHost: {host}\r\nContent-Length: {length}\r\n\r\n{body}");
    stream.write_all(text.as_bytes()).expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("received");
    let (head, body) = answer.split_once("\r\n\r\n").expect("head and body");
    (head.to_owned(), serde_json::from_str(body).expect("JSON"))
}

fn token(server: &DemoServer) -> String {
    let form = "grant_type=client_credentials&client_id=demo&client_secret=demo&scope=x%2F.default";
    let path = format!("/{}/oauth2/v2.0/token", tenants()[0].id);
    let (_, body) = call(server, &format!("POST {path} HTTP/1.0"), form);
    body["access_token"].as_str().expect("a token").to_owned()
}

fn get(server: &DemoServer, token: &str, link: &str) -> Value {
    let path = link
        .strip_prefix(server.base_url())
        .expect("on its own address");
    let request = format!("GET {path} HTTP/1.0\r\nAuthorization: Bearer {token}");
    let (head, body) = call(server, &request, "");
    assert!(head.contains(" 200 "), "{head}\n{body}");
    body
}

/// Reads the devices to their end; returns how many came, and the delta link.
fn read(server: &DemoServer, token: &str, link: &str) -> (usize, String) {
    let mut count = 0;
    let mut link = link.to_owned();
    loop {
        let page = get(server, token, &link);
        count += page["value"].as_array().expect("a list").len();
        if let Some(delta) = page["@odata.deltaLink"].as_str() {
            return (count, delta.to_owned());
        }
        link = page["@odata.nextLink"].as_str().expect("a link").to_owned();
    }
}

#[test]
fn readers_at_once_all_get_everything() {
    let server = start(Some(0)).expect("a server");
    let token = token(&server);
    let first = format!("{}/v1.0/devices/delta?$select=id", server.base_url());
    let counts: Vec<usize> = std::thread::scope(|scope| {
        let readers: Vec<_> = (0..12)
            .map(|_| scope.spawn(|| read(&server, &token, &first).0))
            .collect();
        readers
            .into_iter()
            .map(|reader| reader.join().expect("read"))
            .collect()
    });
    assert_eq!(counts, [280; 12]);
}

#[test]
fn server_that_moves_in_time_tells_what_changed() {
    let server = start(Some(0)).expect("a server");
    let token = token(&server);
    let first = format!("{}/v1.0/devices/delta?$select=id", server.base_url());
    let (_, link) = read(&server, &token, &first);
    server.go_to(Some(1)).expect("a state");
    let (count, link) = read(&server, &token, &link);
    assert_eq!(count, 4);
    assert_eq!(read(&server, &token, &link).0, 0);
    server.go_to(None).expect("the last state");
    assert_eq!(read(&server, &token, &link).0, 14);
}

#[test]
fn state_beyond_the_last_is_refused() {
    let error = start(Some(STATES)).expect_err("no such state");
    assert_eq!(error, DemoError::UnknownState { state: 6, last: 5 });
    assert_eq!(
        error.to_string(),
        "the demo directory has no state `6`, the last one is `5`"
    );
}

#[test]
fn dropped_server_stops_listening() {
    // While another one runs, the usual port is taken and this one has a port of its own.
    let other = start(None).expect("a server");
    let server = start(None).expect("a server");
    assert_ne!(server.base_url(), other.base_url());
    let host = server.base_url().replacen("http://", "", 1);
    drop(server);
    let stopped = (0..100).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(20));
        TcpStream::connect(&host).is_err()
    });
    assert!(stopped);
}

#[test]
fn answers_without_a_token_or_sense_are_errors_of_graph() {
    let server = start(None).expect("a server");
    let (head, body) = call(&server, "GET /v1.0/groups/delta HTTP/1.0", "");
    assert!(head.contains(" 401 "), "{head}");
    assert_eq!(body["error"]["code"], "InvalidAuthenticationToken");
    let token = token(&server);
    let request =
        format!("GET /v1.0/groups/delta?$deltatoken=x HTTP/1.0\r\nAuthorization: Bearer {token}");
    let (head, _) = call(&server, &request, "");
    let location = format!(
        "Location: {}/v1.0/groups/delta?$deltatoken=",
        server.base_url()
    );
    assert!(head.contains(" 410 ") && head.contains(&location), "{head}");
}
