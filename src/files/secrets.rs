//! What must never be written: tokens, and the secrets of this run (SAFETY.md 8).

use std::fmt;
use std::path::Path;

use memchr::memmem;

use super::FileError;

/// Shorter words are in every text; no service hands out secrets of this length.
const SHORTEST: usize = 8;

/// The secrets that a run knows. Empty, it still knows what a token looks like.
#[derive(Clone, Default)]
pub struct Secrets(Vec<Vec<u8>>);

impl fmt::Debug for Secrets {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Secrets({})", self.0.len())
    }
}

impl Secrets {
    /// Takes one more; words too short to be a secret are not looked for.
    pub fn add(&mut self, secret: &str) {
        let secret = secret.trim().as_bytes();
        let is_new = !self.0.iter().any(|known| known == secret);
        if secret.len() >= SHORTEST && is_new {
            self.0.push(secret.to_vec());
        }
    }

    /// Refuses bytes that hold a token (JWT) or one of the secrets.
    ///
    /// # Errors
    /// [`FileError::Secret`], which names the file and not the secret.
    pub fn check(&self, path: &Path, bytes: &[u8]) -> Result<(), FileError> {
        self.check_known(path, bytes)?;
        if holds_token(bytes) {
            return Err(refused(path, "a token (JWT)"));
        }
        Ok(())
    }

    /// Refuses bytes that hold one of the secrets.
    ///
    /// # Errors
    /// [`FileError::Secret`], which names the file and not the secret.
    pub fn check_known(&self, path: &Path, bytes: &[u8]) -> Result<(), FileError> {
        let held = self
            .0
            .iter()
            .any(|secret| memmem::find(bytes, secret).is_some());
        if held {
            return Err(refused(path, "a secret of this run"));
        }
        Ok(())
    }
}

fn refused(path: &Path, what: &'static str) -> FileError {
    FileError::Secret {
        path: path.to_owned(),
        what,
    }
}

/// Returns whether there is a JSON Web Token: two objects in base64 with a point between them, and
/// a third part. Both begin with what `{"` becomes.
fn holds_token(bytes: &[u8]) -> bool {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    // The second part is the rarer mark: a header alone stands in many a manual.
    memmem::find_iter(bytes, b".eyJ").any(|point| {
        let header = bytes[..point]
            .iter()
            .rev()
            .take_while(|it| is_part(it))
            .count();
        let payload = bytes[point + 1..]
            .iter()
            .take_while(|it| is_part(it))
            .count();
        let begins = bytes[point - header..point]
            .windows(3)
            .any(|part| part == b"eyJ");
        begins && payload > SHORTEST && bytes.get(point + 1 + payload) == Some(&b'.')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJqb2IifQ.c2lnbmF0dXJl";

    #[test]
    fn token_is_found_anywhere_and_what_only_looks_like_one_is_not() {
        let file = Path::new("group.json");
        let none = Secrets::default();
        for text in [
            TOKEN.to_owned(),
            format!("Bearer {TOKEN}"),
            format!("{{\"description\": \"{TOKEN}\"}}"),
            format!("x{TOKEN}"),
            format!("{}{TOKEN}", "a".repeat(10_000)),
            // Without a signature it is a token still.
            "eyJhbGciOiJub25lIn0.eyJ0aWQiOiIxIn0.".to_owned(),
        ] {
            let error = none.check(file, text.as_bytes()).expect_err("refused");
            let text = error.to_string();
            assert_eq!(
                text,
                "refused to write `group.json`: it would hold a token (JWT)"
            );
        }
        for text in [
            "",
            "eyJ",
            ".eyJ",
            ".eyJ.",
            "eyJhbGciOiJSUzI1NiJ9",
            "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJqb2IifQ",
            "see eyJ.eyJ.eyJ",
            "data:image/png;base64,iVBORw0KGgo.eyJzdWIiOiJqb2IifQ.c2ln",
        ] {
            assert!(none.check(file, text.as_bytes()).is_ok(), "{text}");
        }
    }

    #[test]
    fn secrets_of_the_run_are_found_and_never_named() {
        let mut secrets = Secrets::default();
        for secret in ["Hush~8Q.very-long\n", "demo", "", "Hush~8Q.very-long"] {
            secrets.add(secret);
        }
        let file = Path::new("a/page.html");
        let error = secrets
            .check(file, b"<p>Hush~8Q.very-long</p>")
            .expect_err("refused");
        let shown = format!("{error} {error:?} {secrets:?}");
        assert!(
            shown.starts_with("refused to write `a/page.html`"),
            "{shown}"
        );
        assert!(!shown.contains("Hush"), "{shown}");
        assert!(secrets.check(file, b"the demo directory").is_ok());
    }
}
