//! Points before each change of the disk at which a test can stop a run for good, to kill it there.
//!
//! They are in debug builds only: a release neither counts nor looks at the environment.

/// Stops this thread, and every other one at its next point, when a test asked for it.
#[cfg(not(debug_assertions))]
pub(super) const fn point() {}

/// Stops this thread, and every other one at its next point, when a test asked for it.
///
/// `ROSTERBOOK_HALT_AT` is the number of the point; `ROSTERBOOK_HALT_MARK` a file that appears when
/// it is reached. With the number 0 nothing stops, and the file gets a byte at each point.
#[cfg(debug_assertions)]
pub(super) fn point() {
    use std::io::Write as _;
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicU64, Ordering};

    static ASKED: OnceLock<Option<(u64, std::path::PathBuf)>> = OnceLock::new();
    static PASSED: AtomicU64 = AtomicU64::new(0);
    let asked = ASKED.get_or_init(|| {
        let at = std::env::var("ROSTERBOOK_HALT_AT").ok()?.parse().ok()?;
        Some((at, std::env::var_os("ROSTERBOOK_HALT_MARK")?.into()))
    });
    let Some((at, mark)) = asked else { return };
    let number = PASSED.fetch_add(1, Ordering::SeqCst) + 1;
    if *at == 0 || number == *at {
        let file = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(mark);
        // A test that finds no mark fails by itself.
        let _ = file.and_then(|mut file| file.write_all(b"."));
    }
    if *at > 0 && number >= *at {
        loop {
            std::thread::sleep(std::time::Duration::from_secs(60));
        }
    }
}
