//! The command line: the only place that reads arguments, prints, and decides exit codes.
//!
//! Data goes to stdout, messages and progress to stderr (CONTRACT.md 1).

mod arguments;
mod build;
mod check;
mod doctor;
mod export;
mod find;
mod init;
mod links;
mod matches;
mod outcome;
mod preview_site;
mod publish;
mod report;
mod serve;
mod snapshots;
mod sync;
mod terminal;
mod themes;
mod workspace;

use std::ffi::OsString;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser as _;

use arguments::{Arguments, Command};
use outcome::{Code, Failure};
use terminal::Terminal;

/// Runs the program with its arguments, the program's name first.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are no errors: they go to stdout with code 0.
            let code = if error.use_stderr() {
                Code::Usage
            } else {
                Code::Done
            };
            let _ = error.print();
            return code.into();
        }
    };
    let terminal = Arc::new(Terminal::new(&arguments.global));
    terminal.log(&arguments.global);
    let result = dispatch(&arguments, &terminal);
    let code = match result {
        Ok(code) => code,
        Err(failure) => {
            terminal.failure(&failure);
            failure.code
        }
    };
    code.into()
}

fn dispatch(arguments: &Arguments, terminal: &Arc<Terminal>) -> Result<Code, Failure> {
    let global = &arguments.global;
    match &arguments.command {
        Command::Init(it) => init::run(global, it, terminal),
        Command::Sync(it) => sync::run(global, it, terminal),
        Command::Match(it) => matches::run(global, it, terminal),
        Command::Build(it) => build::run(global, it, terminal),
        Command::Publish(it) => publish::run(global, it, terminal),
        Command::Serve(it) => serve::run(global, it, terminal),
        Command::Find(it) => find::run(global, it, terminal),
        Command::Export(it) => export::run(global, it, terminal),
        Command::Check(it) => check::run(global, it, terminal),
        Command::Doctor => doctor::run(global, terminal),
        Command::Snapshot(it) => snapshots::run(global, it, terminal),
        Command::Theme(it) => themes::run(global, it, terminal),
    }
}
