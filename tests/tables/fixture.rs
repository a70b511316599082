//! A site copied from `tests/fixtures/sites` or made by a test, and what commands print there.

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use rosterbook::{files, snapshot};
use tempfile::TempDir;

/// A site in a folder of its own.
pub(crate) struct Fixture {
    folder: TempDir,
    /// Where the expected output of the fixture is.
    source: PathBuf,
}

/// What a command left.
pub(crate) struct Printed {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) messages: String,
}

impl Printed {
    /// Returns everything as one text, for people to compare.
    pub(crate) fn whole(&self) -> String {
        format!(
            "{}--- messages, exit code {}\n{}",
            self.out, self.code, self.messages
        )
    }
}

impl Fixture {
    /// Copies a site of the repository.
    pub(crate) fn of(name: &str) -> Self {
        let source = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/fixtures/sites")
            .join(name);
        let fixture = Self {
            folder: tempfile::tempdir().expect("a folder"),
            source,
        };
        for entry in files::walk(&fixture.source).expect("a fixture") {
            let bytes = files::read(&fixture.source.join(&entry.path)).expect("readable");
            fixture.write(entry.path.to_str().expect("plain names"), &bytes);
        }
        let faults = snapshot::verify(&fixture.root().join(snapshot::FOLDER));
        assert!(faults.is_empty(), "{name}: {faults:?}");
        fixture
    }

    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file of the site.
    pub(crate) fn write(&self, path: &str, bytes: &[u8]) {
        files::write_atomic(&self.root().join(path), bytes).expect("writable");
    }

    /// Reads a file of the site.
    pub(crate) fn text(&self, path: &str) -> String {
        files::read_to_string(&self.root().join(path)).expect(path)
    }

    /// Runs a command in the site.
    pub(crate) fn run(&self, arguments: &[&str]) -> Printed {
        let output = Command::cargo_bin("rosterbook")
            .expect("built")
            .args(arguments)
            .current_dir(self.root())
            .env("NO_COLOR", "1")
            .output()
            .expect("runs");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        Printed {
            code: output.status.code().expect("ends by itself"),
            out: text(output.stdout),
            messages: text(output.stderr),
        }
    }

    /// Compares a text with the expected one of the fixture, whole.
    ///
    /// With `ROSTERBOOK_UPDATE=1` the expected one is written anew instead.
    pub(crate) fn expect(&self, name: &str, found: &str) {
        let path = self.source.join("expected").join(name);
        if std::env::var_os("ROSTERBOOK_UPDATE").is_some_and(|value| value == "1") {
            files::write_atomic(&path, found.as_bytes()).expect("writable");
        }
        let expected = files::read_to_string(&path).expect(name);
        assert!(
            found == expected,
            "{name} differs: run the tests with ROSTERBOOK_UPDATE=1 and look at the difference\n\
             --- found\n{found}"
        );
    }
}
