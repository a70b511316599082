//! Printing: data to stdout, messages and progress to stderr, nothing that drives a terminal.

#![expect(clippy::print_stderr, reason = "this module is what prints")]

use std::io::{IsTerminal as _, Write as _};
use std::sync::Mutex;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;

use super::arguments::{ColorChoice, Global};
use super::outcome::{Code, Failure};
use crate::model::Excerpt;

/// Where messages go, and in which form.
#[derive(Debug)]
pub(super) struct Terminal {
    quiet: bool,
    json: bool,
    color: bool,
    stderr_is_terminal: bool,
    no_input: bool,
    /// What was printed as the one JSON document, so that a failure does not print a second one.
    printed_json: Mutex<bool>,
}

impl Terminal {
    /// Reads the global flags and looks at the streams.
    pub(super) fn new(global: &Global) -> Self {
        let stderr_is_terminal = std::io::stderr().is_terminal();
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        Self {
            quiet: global.quiet,
            json: global.json,
            color: match global.color {
                ColorChoice::Always => true,
                ColorChoice::Never => false,
                ColorChoice::Auto => stderr_is_terminal && wanted,
            },
            stderr_is_terminal,
            no_input: global.no_input,
            printed_json: Mutex::new(false),
        }
    }

    /// Sends log lines to stderr at the level that the flags ask for.
    pub(super) fn log(&self, global: &Global) {
        let level = match global.verbose {
            0 => "error,rosterbook=warn",
            1 => "error,rosterbook=info",
            2 => "warn,rosterbook=debug",
            _ => "info,rosterbook=trace",
        };
        let level = if self.quiet { "error" } else { level };
        let filter = tracing_subscriber::EnvFilter::new(level);
        let _ = tracing_subscriber::fmt()
            .with_env_filter(filter)
            .with_writer(std::io::stderr)
            .with_ansi(self.color)
            .without_time()
            .try_init();
    }

    /// Returns whether a person can be asked.
    pub(super) fn can_ask(&self) -> bool {
        !self.no_input && !self.json && self.stderr_is_terminal && std::io::stdin().is_terminal()
    }

    /// Asks a question whose default answer is no.
    pub(super) fn ask(&self, question: &str) -> bool {
        if !self.can_ask() {
            return false;
        }
        eprint!("{} [y/N] ", clean(question));
        let _ = std::io::stderr().flush();
        let mut answer = String::new();
        let read = std::io::stdin().read_line(&mut answer);
        read.is_ok() && matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes")
    }

    /// Returns whether the one JSON document is wanted.
    pub(super) fn wants_json(&self) -> bool {
        self.json
    }

    /// Prints a line of data; a closed pipe ends quietly.
    pub(super) fn data(&self, line: &str) {
        let _ = writeln!(std::io::stdout(), "{}", clean(line));
    }

    /// Prints text that is data as it is: JSON and CSV of our own making.
    pub(super) fn raw(&self, text: &str) {
        let _ = write!(std::io::stdout(), "{text}");
        let _ = std::io::stdout().flush();
    }

    /// Prints a table as it is, so that it can be read back; on a terminal, made harmless for it.
    pub(super) fn table(&self, bytes: &[u8], json: bool) {
        let text = String::from_utf8_lossy(bytes);
        if json {
            *self
                .printed_json
                .lock()
                .expect("no thread panics while printing") = true;
            self.raw(&escape_json(&text));
        } else if std::io::stdout().is_terminal() {
            text.lines().for_each(|line| self.data(line));
        } else {
            self.raw(&text);
        }
    }

    /// Prints the one JSON document.
    pub(super) fn document(&self, value: &impl Serialize) {
        let text = serde_json::to_string_pretty(value).expect("plain fields become JSON");
        *self
            .printed_json
            .lock()
            .expect("no thread panics while printing") = true;
        self.raw(&format!("{}\n", escape_json(&text)));
    }

    /// Prints a message.
    pub(super) fn say(&self, line: &str) {
        if !self.quiet {
            let _ = writeln!(std::io::stderr(), "{}", clean(line));
        }
    }

    /// Prints the likely next step, to people only.
    pub(super) fn next_step(&self, line: &str) {
        if self.stderr_is_terminal {
            self.say("");
            self.say(&format!("next: {line}"));
        }
    }

    /// Prints a warning.
    pub(super) fn warn(&self, line: &str) {
        if !self.quiet {
            let _ = writeln!(
                std::io::stderr(),
                "{} {}",
                self.paint("warning:", "33;1"),
                clean(line)
            );
        }
    }

    /// Prints many warnings, but not more than fit a screen.
    pub(super) fn warn_all(&self, warnings: &[String]) {
        /// The most warnings in a row: `check` lists all of them.
        const MOST: usize = 20;
        for warning in warnings.iter().take(MOST) {
            self.warn(warning);
        }
        if warnings.len() > MOST {
            let more = warnings.len() - MOST;
            self.warn(&format!(
                "{more} more; `rosterbook check` lists all of them"
            ));
        }
    }

    /// Prints why the command failed.
    pub(super) fn failure(&self, failure: &Failure) {
        if self.json
            && !*self
                .printed_json
                .lock()
                .expect("no thread panics while printing")
        {
            self.document(&FailureDocument {
                error: FailureJson {
                    code: failure.code as u8,
                    message: &failure.message,
                    notes: &failure.notes,
                    place: failure.excerpt.as_ref().map(|it| it.location.to_string()),
                    hint: failure.hint.as_deref(),
                },
            });
        }
        self.failure_only(failure);
    }

    /// Prints why a part of the command failed, for people only.
    pub(super) fn failure_only(&self, failure: &Failure) {
        let mut out = format!(
            "{} {}\n",
            self.paint("error:", "31;1"),
            clean(&failure.message)
        );
        if let Some(excerpt) = &failure.excerpt {
            out.push_str(&show_excerpt(excerpt));
        }
        for note in &failure.notes {
            out.push_str(&format!("  {}\n", clean(note)));
        }
        if let Some(hint) = &failure.hint {
            out.push_str(&format!(
                "\n{} {}\n",
                self.paint("hint:", "36;1"),
                clean(hint)
            ));
        }
        let _ = std::io::stderr().write_all(out.as_bytes());
    }

    /// Returns a progress bar that is drawn on a terminal only.
    pub(super) fn progress(&self, message: &'static str) -> ProgressBar {
        if self.quiet || !self.stderr_is_terminal {
            return ProgressBar::hidden();
        }
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr_with_hz(12));
        let style = ProgressStyle::with_template("{msg} [{bar:30}] {pos}/{len}")
            .unwrap_or_else(|_| ProgressStyle::default_bar())
            .progress_chars("=> ");
        bar.set_style(style);
        bar.set_message(message);
        bar
    }

    fn paint(&self, text: &str, code: &str) -> String {
        if self.color {
            format!("\x1b[{code}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }
}

#[derive(Serialize)]
struct FailureDocument<'a> {
    error: FailureJson<'a>,
}

#[derive(Serialize)]
struct FailureJson<'a> {
    code: u8,
    message: &'a str,
    notes: &'a [String],
    place: Option<String>,
    hint: Option<&'a str>,
}

/// Makes text from a tenant or a file harmless for a terminal and a CI log (SAFETY.md 6).
///
/// Control and bidi characters become `\x..` or `\u{..}`; a line never begins with a command of a
/// CI system.
pub(super) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' => out.push_str("\\n"),
            '\t' => out.push(' '),
            _ if letter.is_control() => out.push_str(&format!("\\x{:02x}", u32::from(letter))),
            '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{2028}'
            | '\u{2029}' => {
                out.push_str(&format!("\\u{{{:x}}}", u32::from(letter)));
            }
            other => out.push(other),
        }
    }
    if out.starts_with("::") || out.starts_with("##") {
        out.insert(0, ' ');
    }
    out
}

/// Escapes what JSON leaves alone but a terminal obeys: DEL, C1 and bidi controls.
fn escape_json(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for letter in json.chars() {
        let odd = matches!(letter, '\u{7f}'..='\u{9f}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if odd {
            out.push_str(&format!("\\u{:04x}", u32::from(letter)));
        } else {
            out.push(letter);
        }
    }
    out
}

/// Shows the line of a file that is meant, with a caret below it.
pub(super) fn show_excerpt(excerpt: &Excerpt) -> String {
    let location = &excerpt.location;
    let line = excerpt
        .text
        .lines()
        .nth(location.line.saturating_sub(1))
        .unwrap_or("");
    let number = location.line.to_string();
    let margin = " ".repeat(number.len());
    let before = location.column.saturating_sub(1);
    let rest = line.chars().count().saturating_sub(before);
    let span = excerpt.text.get(excerpt.span.clone()).unwrap_or("");
    let width = span
        .lines()
        .next()
        .unwrap_or("")
        .chars()
        .count()
        .clamp(1, rest.max(1));
    format!(
        "{margin}--> {location}\n{margin} |\n{number} | {line}\n{margin} | {}{}\n",
        " ".repeat(before),
        "^".repeat(width),
        location = clean(&location.to_string()),
        line = clean(line),
    )
}

/// Waits for Ctrl-C or the system's wish to end; returns whether it was the system's.
pub(super) async fn signalled() -> bool {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            return tokio::select! {
                _ = tokio::signal::ctrl_c() => false,
                _ = terminate.recv() => true,
            };
        }
    }
    let _ = tokio::signal::ctrl_c().await;
    false
}

/// Returns the code for a run that was interrupted.
pub(super) fn interrupted(terminated: bool) -> Code {
    if terminated {
        Code::Terminated
    } else {
        Code::Interrupted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_from_a_tenant_drives_neither_terminal_nor_pipeline() {
        assert_eq!(clean("\x1b]0;x\x07\u{202e}"), "\\x1b]0;x\\x07\\u{202e}");
        assert_eq!(
            clean("a\n::set-output name=x::y"),
            "a\\n::set-output name=x::y"
        );
        assert_eq!(clean("::warning"), " ::warning");
        assert_eq!(clean("##vso[x]"), " ##vso[x]");
        assert_eq!(clean("Zoë 🚀"), "Zoë 🚀");
        assert_eq!(escape_json("\"\u{9b}\u{202e}\""), "\"\\u009b\\u202e\"");
    }

    #[test]
    fn excerpt_points_at_the_key_that_is_wrong() {
        let text = "title = \"x\"\nthmee = \"y\"\n";
        let excerpt = Excerpt::new("site.toml", text, 12..17);
        assert_eq!(
            show_excerpt(&excerpt),
            " --> site.toml:2:1\n  |\n2 | thmee = \"y\"\n  | ^^^^^\n"
        );
    }
}
