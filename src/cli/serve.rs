//! `rosterbook serve`.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::Serialize;

use super::arguments::{Global, ServeArguments};
use super::outcome::{Code, Failure};
use super::preview_site::PreviewSite;
use super::terminal::{self, Terminal};
use super::workspace;
use crate::preview::{Notice, Preview, PreviewError, PreviewOptions};

/// Serves the preview until it is interrupted.
pub(super) fn run(
    global: &Global,
    arguments: &ServeArguments,
    terminal: &Arc<Terminal>,
) -> Result<Code, Failure> {
    let site = workspace::open(global)?;
    let options = PreviewOptions {
        host: arguments.host,
        port: arguments.port,
    };
    let source = PreviewSite::new(site, global.config.clone());
    let printer = Arc::clone(terminal);
    let preview =
        Preview::start(&options, source, move |notice| tell(&printer, &notice)).map_err(failure)?;
    let url = preview.url();
    if terminal.wants_json() {
        terminal.document(&Started { url: &url });
    } else {
        terminal.data(&url);
    }
    if preview.is_open_to_others() {
        terminal.warn(&format!(
            "everybody who reaches `{}` can read every page, with the names of all people in it; \
             there is no login",
            arguments.host
        ));
    }
    if arguments.open {
        open(&url, terminal);
    }
    terminal.say("press Ctrl-C to stop");
    let code = wait(&preview)?;
    // The process ends now: waiting for its threads would only keep the person waiting.
    std::mem::forget(preview);
    Ok(code)
}

#[derive(Serialize)]
struct Started<'a> {
    url: &'a str,
}

fn tell(terminal: &Terminal, notice: &Notice) {
    match notice {
        Notice::Built { revision: 1, .. } => {}
        Notice::Built { changed, .. } => match changed.as_slice() {
            [] => terminal.say("rebuilt"),
            [only] => terminal.say(&format!("rebuilt: {} changed", workspace::shown(only))),
            [first, ..] => terminal.say(&format!(
                "rebuilt: {} and {} more files changed",
                workspace::shown(first),
                changed.len() - 1
            )),
        },
        Notice::Failed(problem) => {
            let place = problem
                .location
                .as_ref()
                .map(|it| format!(" ({it})"))
                .unwrap_or_default();
            terminal.warn(&format!(
                "{}{place}; the last good site stays",
                problem.message
            ));
        }
        Notice::Polling { reason } => {
            terminal.warn(&format!("looking for changes once a second: {reason}"));
        }
    }
}

fn failure(error: PreviewError) -> Failure {
    let failure = Failure::new(Code::Failed, error.to_string());
    match error {
        PreviewError::PortTaken { .. } => {
            failure.hint("choose another with `--port N`, or any free one with `--port 0`")
        }
        PreviewError::PortsTaken { .. } => failure.hint("take any free one with `--port 0`"),
        PreviewError::Listen { .. } | PreviewError::Start(_) => failure,
    }
}

/// Waits for Ctrl-C or the system's wish to end.
fn wait(preview: &Preview) -> Result<Code, Failure> {
    let stop = Arc::new(AtomicBool::new(false));
    let terminated = Arc::new(AtomicBool::new(false));
    let (stop_too, terminated_too) = (Arc::clone(&stop), Arc::clone(&terminated));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::new(Code::Failed, format!("cannot wait: {error}")))?;
    std::thread::spawn(move || {
        terminated_too.store(runtime.block_on(terminal::signalled()), Ordering::Relaxed);
        stop_too.store(true, Ordering::Relaxed);
    });
    preview.wait(&stop);
    Ok(terminal::interrupted(terminated.load(Ordering::Relaxed)))
}

/// Opens our own address in the browser; anything else never gets here.
fn open(url: &str, terminal: &Terminal) {
    let program = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    let started = std::process::Command::new(program)
        .arg(url)
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn();
    if started.is_err() {
        terminal.warn(&format!("cannot open a browser; go to {url}"));
    }
}
