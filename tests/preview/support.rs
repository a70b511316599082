//! A site that is a folder, its preview, and a client that sends whatever bytes a test wants.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use rosterbook::files;
use rosterbook::model::Location;
use rosterbook::preview::{
    BuildProblem, Changes, Notice, Preview, PreviewOptions, Served, SitePages, SiteSource,
};
use tempfile::TempDir;

/// Long enough for a busy machine; a test that gets here has failed.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// Each file of the folder is a page of the site. A file may begin with a word that makes the
/// build (`!build`), its own page (`!page`) or the program (`!panic`, `!burst`) fail.
pub(crate) struct Folder {
    folder: PathBuf,
    builds: Arc<AtomicUsize>,
}

struct Pages(BTreeMap<String, String>);

impl SiteSource for Folder {
    fn watched(&self) -> Vec<PathBuf> {
        vec![self.folder.clone()]
    }

    fn rebuild(&mut self, changes: &Changes) -> Result<Arc<dyn SitePages>, Box<BuildProblem>> {
        self.builds.fetch_add(1, Ordering::SeqCst);
        if let Changes::Files(files) = changes {
            assert!(!files.is_empty(), "a build without a change");
        }
        let mut pages = BTreeMap::new();
        // Files may go while they are listed: then this is not the last build.
        let Ok(entries) = files::walk(&self.folder) else {
            return Err(problem("a folder in motion"));
        };
        for entry in entries {
            let name = entry.path.to_str().expect("a plain name").to_owned();
            // A file may go between being listed and being read.
            let Ok(text) = files::read_to_string(&self.folder.join(&entry.path)) else {
                continue;
            };
            assert!(!text.starts_with("!burst"), "the build burst");
            if text.starts_with("!build") {
                return Err(problem(&name));
            }
            pages.insert(name, text);
        }
        Ok(Arc::new(Pages(pages)))
    }
}

impl SitePages for Pages {
    fn get(&self, path: &str) -> Option<Result<Served, Box<BuildProblem>>> {
        let text = self.0.get(path)?;
        assert!(!text.starts_with("!panic"), "the page burst");
        if text.starts_with("!page") {
            return Some(Err(problem(path)));
        }
        let content_type = match Path::new(path).extension().and_then(|it| it.to_str()) {
            Some("html") => "text/html; charset=utf-8",
            Some("css") => "text/css; charset=utf-8",
            _ => "application/octet-stream",
        };
        Some(Ok(Served {
            bytes: text.as_bytes().into(),
            content_type,
        }))
    }
}

fn problem(name: &str) -> Box<BuildProblem> {
    Box::new(BuildProblem {
        title: "It is broken".into(),
        message: "no value `<script>alert(1)</script>`".into(),
        location: Some(Location {
            path: format!("theme/{name}").into(),
            line: 3,
            column: 7,
        }),
        excerpt: Some("3 | {{ <b> }}".into()),
        hint: Some("write it otherwise".into()),
    })
}

/// A running preview of a folder.
pub(crate) struct Shown {
    pub(crate) folder: TempDir,
    pub(crate) preview: Preview,
    pub(crate) builds: Arc<AtomicUsize>,
    pub(crate) notices: Receiver<Notice>,
}

/// Shows a folder with these files.
pub(crate) fn serve(contents: &[(&str, &str)]) -> Shown {
    let folder = tempfile::tempdir().expect("a folder for the test");
    files::create_dir(&folder.path().join("site")).expect("a folder");
    for (name, text) in contents {
        write(&folder.path().join("site").join(name), text);
    }
    let builds = Arc::new(AtomicUsize::new(0));
    let source = Folder {
        folder: folder.path().join("site"),
        builds: Arc::clone(&builds),
    };
    let (sender, notices) = channel();
    let options = PreviewOptions {
        port: Some(0),
        ..PreviewOptions::default()
    };
    let tell = move |notice| {
        // The test may have ended.
        let _ = sender.send(notice);
    };
    let preview = Preview::start(&options, source, tell).expect("a free port");
    let shown = Shown {
        folder,
        preview,
        builds,
        notices,
    };
    shown.next_notice();
    shown
}

pub(crate) fn write(path: &Path, text: &str) {
    files::create_dir(path.parent().expect("below the folder")).expect("a folder");
    files::write_atomic(path, text.as_bytes()).expect("a file");
}

/// An answer as it came over the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(": ")?;
            key.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("text")
    }

    /// Returns the digest that the page tells its reload client.
    pub(crate) fn digest(&self) -> String {
        let text = self.text();
        let (_, rest) = text.split_once("data-digest=\"").expect("a reload client");
        rest.split('"').next().expect("a digest").to_owned()
    }
}

impl Shown {
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("site").join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        write(&self.path(name), text);
    }

    pub(crate) fn next_notice(&self) -> Notice {
        self.notices.recv_timeout(PATIENCE).expect("a notice")
    }

    pub(crate) fn builds(&self) -> usize {
        self.builds.load(Ordering::SeqCst)
    }

    /// Writes a file and waits until the site has been made with it, or failed.
    pub(crate) fn change(&self, name: &str, text: &str) -> Notice {
        self.write(name, text);
        self.next_notice()
    }

    pub(crate) fn port(&self) -> u16 {
        let url = self.preview.url();
        let (_, port) = url.trim_end_matches('/').rsplit_once(':').expect("a port");
        port.parse().expect("a port")
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port())).expect("listening");
        stream.set_read_timeout(Some(PATIENCE)).expect("a socket");
        stream
    }

    /// Sends bytes and returns all that comes back until the other side closes.
    pub(crate) fn raw(&self, bytes: &[u8]) -> Vec<u8> {
        let mut stream = self.connect();
        stream.write_all(bytes).expect("sent");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("closed in order");
        answer
    }

    pub(crate) fn ask(&self, request: &str) -> Answer {
        parse(&self.raw(request.as_bytes()))
    }

    /// Asks with the right host and more header lines, each with its end.
    pub(crate) fn ask_with(&self, line: &str, fields: &str) -> Answer {
        let port = self.port();
        self.ask(&format!(
            "{line} HTTP/1.1\r\nHost: localhost:{port}\r\n{fields}\r\n"
        ))
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask_with(&format!("GET {path}"), "")
    }

    /// Opens an event stream that follows these paths.
    pub(crate) fn listen(&self, paths: &[&str]) -> Events {
        let query: Vec<String> = paths.iter().map(|path| format!("path={path}")).collect();
        let mut stream = self.connect();
        let request = format!(
            "GET /_rosterbook/events?{} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n",
            query.join("&"),
            self.port()
        );
        stream.write_all(request.as_bytes()).expect("sent");
        let mut events = Events {
            lines: BufReader::new(stream),
            head: String::new(),
        };
        loop {
            let line = events.line();
            if line.is_empty() {
                return events;
            }
            events.head.push_str(&line);
            events.head.push('\n');
        }
    }
}

pub(crate) fn parse(bytes: &[u8]) -> Answer {
    let end = bytes
        .windows(4)
        .position(|window| window == b"\r\n\r\n")
        .expect("a whole head");
    let head = String::from_utf8(bytes[..end].to_vec()).expect("an ASCII head");
    let status = head.split(' ').nth(1).expect("a status");
    Answer {
        status: status.parse().expect("a status"),
        body: bytes[end + 4..].to_vec(),
        head,
    }
}

/// An open event stream.
pub(crate) struct Events {
    lines: BufReader<TcpStream>,
    pub(crate) head: String,
}

impl Events {
    fn line(&mut self) -> String {
        let mut line = String::new();
        let length = self.lines.read_line(&mut line).expect("an open stream");
        assert!(length > 0, "the stream has ended");
        line.trim_end().to_owned()
    }

    /// Returns the data of the next event.
    pub(crate) fn next(&mut self) -> serde_json::Value {
        loop {
            if let Some(data) = self.line().strip_prefix("data: ") {
                return serde_json::from_str(data).expect("JSON");
            }
        }
    }
}
