//! The `rosterbook` program: hands the arguments to the library and exits with its code.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// A build makes and drops millions of small values on all cores.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    rosterbook::cli::run(std::env::args_os())
}
