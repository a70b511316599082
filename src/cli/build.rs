//! `rosterbook build`.

use std::time::Duration;

use serde::Serialize;

use super::arguments::{BuildArguments, Global};
use super::outcome::{Code, Failure};
use super::terminal::Terminal;
use super::workspace;
use crate::build::{self, BuildOptions, BuildReport};
use crate::config::Site;
use crate::sync;

/// Builds the site and says what was written.
pub(super) fn run(
    global: &Global,
    arguments: &BuildArguments,
    terminal: &Terminal,
) -> Result<Code, Failure> {
    let mut site = workspace::open(global)?;
    if let Some(url) = &arguments.base_url {
        site.base_url = url.trim_end_matches('/').to_owned();
    }
    let options = BuildOptions {
        organizations: workspace::organizations(&site, &arguments.organizations)?,
        output: arguments.output_dir.clone(),
        strict: arguments.strict,
        freshness: sync::read_freshness(&site.root),
        lock_timeout: Duration::ZERO,
    };
    let report = match arguments.jobs {
        None => build(&site, &options, terminal)?,
        Some(jobs) => rayon::ThreadPoolBuilder::new()
            .num_threads(usize::from(jobs))
            .build()
            .map_err(|error| Failure::new(Code::Failed, format!("cannot start threads: {error}")))?
            .install(|| build(&site, &options, terminal))?,
    };
    if terminal.wants_json() {
        terminal.document(&document(&report));
    }
    terminal.next_step("rosterbook serve --open");
    Ok(Code::Done)
}

/// Builds with a progress bar, and prints warnings and the summary.
pub(super) fn build(
    site: &Site,
    options: &BuildOptions,
    terminal: &Terminal,
) -> Result<BuildReport, Failure> {
    let bar = terminal.progress("building");
    let progress = |done: usize, all: usize| {
        bar.set_length(all as u64);
        bar.set_position(done as u64);
    };
    let result = build::build(site, options, &progress);
    bar.finish_and_clear();
    let report = result?;
    terminal.warn_all(&report.warnings);
    terminal.warn_all(&falls(&report));
    terminal.say(&summary(&report));
    if !report.idle {
        limits(&report).iter().for_each(|line| terminal.say(line));
    }
    Ok(report)
}

fn falls(report: &BuildReport) -> Vec<String> {
    report.falls.iter().map(ToString::to_string).collect()
}

/// Returns one line on what was written, and where to look.
fn summary(report: &BuildReport) -> String {
    let pages: usize = report
        .pages
        .iter()
        .filter(|(kind, _)| !["json", "csv", "feed", "sitemap"].contains(&kind.as_str()))
        .map(|(_, it)| it)
        .sum();
    format!(
        "built {pages} pages ({}): {} written, {} unchanged, {} removed; open {}",
        size(report.bytes),
        report.written,
        report.unchanged,
        report.removed,
        workspace::shown(&report.output.join("index.html")),
    )
}

/// Returns what static hosts may not take: they know limits for files and their size (UX.md 19).
fn limits(report: &BuildReport) -> Vec<String> {
    const FILES: usize = 15_000;
    const LARGEST: u64 = 25 * 1024 * 1024;
    let mut lines = Vec::new();
    if report.files > FILES {
        lines.push(format!(
            "note: the site has {} files; some static hosts take 15,000 or 20,000 at most",
            report.files
        ));
    }
    if let Some((path, bytes)) = report.largest.as_ref().filter(|it| it.1 > LARGEST) {
        lines.push(format!(
            "note: {} has {}; some static hosts take 25 MB a file at most",
            path.display(),
            size(*bytes)
        ));
    }
    lines
}

/// Returns a size as people read it.
fn size(bytes: u64) -> String {
    const KB: u64 = 1_000;
    const MB: u64 = 1_000_000;
    if bytes >= 10 * MB {
        format!("{} MB", bytes / MB)
    } else if bytes >= MB {
        format!("{}.{} MB", bytes / MB, bytes % MB / (MB / 10))
    } else {
        format!("{} kB", bytes.div_ceil(KB))
    }
}

/// What `--json` prints of a build.
#[derive(Serialize)]
pub(super) struct BuildDocument<'a> {
    output: String,
    pages: &'a std::collections::BTreeMap<String, usize>,
    written: usize,
    unchanged: usize,
    removed: usize,
    bytes: u64,
    files: usize,
    idle: bool,
    digest: &'a str,
    warnings: &'a [String],
    match_falls: Vec<String>,
}

/// Returns what `--json` prints of a build.
pub(super) fn document(report: &BuildReport) -> BuildDocument<'_> {
    BuildDocument {
        output: workspace::shown(&report.output),
        pages: &report.pages,
        written: report.written,
        unchanged: report.unchanged,
        removed: report.removed,
        bytes: report.bytes,
        files: report.files,
        idle: report.idle,
        digest: &report.digest,
        warnings: &report.warnings,
        match_falls: falls(report),
    }
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_read_well() {
        assert_eq!(size(1), "1 kB");
        assert_eq!(size(999_000), "999 kB");
        assert_eq!(size(1_250_000), "1.2 MB");
        assert_eq!(size(12_500_000), "12 MB");
    }
}
