//! The arguments of every command. The comments are the help text.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Document who is in which Microsoft Entra group
///
/// Reads the groups of one or many tenants into a snapshot made for git, matches members and
/// devices against exported contacts and configurations, and builds a static site with
/// print-ready runbooks.
#[derive(Debug, Parser)]
#[command(name = "rosterbook", version, max_term_width = 100, after_help = FIRST_STEPS)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) command: Command,
}

const FIRST_STEPS: &str = "\
First steps, without a tenant, an account or a network:
  rosterbook init --demo my-site
  rosterbook -C my-site publish
  rosterbook -C my-site serve --open";

/// Flags that every command takes.
#[derive(Debug, Args)]
pub(super) struct Global {
    /// Run as if started in DIR
    #[arg(short = 'C', long, value_name = "DIR", global = true)]
    pub(super) root: Option<PathBuf>,
    /// Read FILE instead of `site.toml`
    #[arg(long, value_name = "FILE", global = true)]
    pub(super) config: Option<PathBuf>,
    /// Say more; twice for details of every request
    #[arg(short, long, action = clap::ArgAction::Count, global = true)]
    pub(super) verbose: u8,
    /// Say nothing but errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// When to colour messages; `NO_COLOR` is honoured
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true)]
    pub(super) color: ColorChoice,
    /// Print one JSON document on stdout, also on failure
    #[arg(long, global = true)]
    pub(super) json: bool,
    /// Never ask; a question that must be answered is an error
    #[arg(long, global = true)]
    pub(super) no_input: bool,
}

/// When to colour messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ColorChoice {
    /// When stderr is a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Init(InitArguments),
    Sync(SyncArguments),
    Match(MatchArguments),
    Build(BuildArguments),
    Publish(PublishArguments),
    Serve(ServeArguments),
    Find(FindArguments),
    Export(ExportArguments),
    Check(CheckArguments),
    /// Try sign-in, permissions, exports and age, and print the fix for each fault
    #[command(after_help = "Example:\n  rosterbook doctor")]
    Doctor,
    Snapshot(SnapshotArguments),
    Theme(ThemeArguments),
}

/// Make a new site
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  rosterbook init --demo my-site")]
pub(super) struct InitArguments {
    /// The folder of the site
    #[arg(value_name = "DIR", default_value = ".")]
    pub(super) dir: PathBuf,
    /// Fill it with the built-in fictional tenants
    #[arg(long)]
    pub(super) demo: bool,
    /// Write a workflow that publishes every hour
    #[arg(long, value_name = "SYSTEM")]
    pub(super) ci: Option<CiSystem>,
}

/// A system that runs pipelines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum CiSystem {
    /// GitHub Actions.
    Github,
    /// Azure Pipelines.
    Azure,
    /// GitLab CI.
    Gitlab,
}

/// Read the tenants into the snapshot
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  rosterbook sync\n  rosterbook sync contoso fabrikam\n  \
    rosterbook sync --dry-run"
)]
pub(super) struct SyncArguments {
    /// Organizations to read; all when none is named
    #[arg(value_name = "ORG")]
    pub(super) organizations: Vec<String>,
    /// Read everything anew instead of only what changed
    #[arg(long)]
    pub(super) full: bool,
    /// Print what would change and write nothing
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Let the mass-change guard pass up to N removals
    #[arg(long, value_name = "N")]
    pub(super) allow_deletes: Option<u64>,
    /// How many requests may be under way at once
    #[arg(
        long,
        value_name = "N",
        default_value_t = 8,
        value_parser = clap::value_parser!(u16).range(1..=64)
    )]
    pub(super) jobs: u16,
    /// Wait up to SECS for another run to end
    #[arg(long, value_name = "SECS", default_value_t = 0)]
    pub(super) lock_timeout: u64,
    /// Take in the groups that Entra Connect brings from Active Directory
    #[arg(long)]
    pub(super) confirm_on_premises: bool,
}

/// Show how members meet contacts and configurations
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  rosterbook match\n  rosterbook match --explain \"mira okafor\"\n  \
    rosterbook match --headers exports/contoso/contacts.csv"
)]
pub(super) struct MatchArguments {
    /// Organizations to show; all when none is named
    #[arg(value_name = "ORG")]
    pub(super) organizations: Vec<String>,
    /// Explain the match of each person and device whose name, address or id holds TEXT
    #[arg(long, value_name = "TEXT")]
    pub(super) explain: Option<String>,
    /// Write every member with its match to FILE
    #[arg(long, value_name = "FILE.csv")]
    pub(super) report: Option<PathBuf>,
    /// Show how each column of an export is understood
    #[arg(long, value_name = "FILE", conflicts_with_all = ["explain", "report"])]
    pub(super) headers: Option<PathBuf>,
}

/// Build the site from the snapshot, the exports and the content
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  rosterbook build\n  rosterbook build contoso -o preview")]
pub(super) struct BuildArguments {
    /// Organizations to build; all when none is named
    #[arg(value_name = "ORG")]
    pub(super) organizations: Vec<String>,
    /// Write to DIR instead of `output_dir`
    #[arg(short, long, value_name = "DIR")]
    pub(super) output_dir: Option<PathBuf>,
    /// The address that the site is published at
    #[arg(long, value_name = "URL")]
    pub(super) base_url: Option<String>,
    /// Make warnings errors
    #[arg(long)]
    pub(super) strict: bool,
    /// How many threads to use; all cores otherwise
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(super) jobs: Option<u16>,
}

/// Do the whole hourly job: sync, build, check
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  rosterbook publish")]
pub(super) struct PublishArguments {
    /// Make warnings errors, and let findings set the exit code
    #[arg(long)]
    pub(super) strict: bool,
}

/// Preview the site, with live reload
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  rosterbook serve --open")]
pub(super) struct ServeArguments {
    /// The port; 0 = any free one
    #[arg(long, value_name = "N")]
    pub(super) port: Option<u16>,
    /// The address to listen on; anything but a loopback address shows the site to the network
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1")]
    pub(super) host: std::net::IpAddr,
    /// Open the site in the browser
    #[arg(long)]
    pub(super) open: bool,
}

/// Find a person, device or group and what it is a member of
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  rosterbook find \"mira okafor\"\n  rosterbook find LT-0042")]
pub(super) struct FindArguments {
    /// Parts of a name, mail address, sign-in name, host name, serial number or id, in any order
    #[arg(value_name = "TEXT", required = true)]
    pub(super) text: Vec<String>,
}

/// Print groups, memberships, people or devices as a table
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  rosterbook export groups > groups.csv\n  \
    rosterbook export members --group 'Concierge*' > concierge.csv\n  \
    rosterbook export people --org contoso --format json\n\n\
    Cells that a spreadsheet would run as a formula start with `'`.")]
pub(super) struct ExportArguments {
    /// What each row is
    #[arg(value_name = "TABLE")]
    pub(super) table: ExportTable,
    /// Only groups whose name fits GLOB or whose id it is, and whoever is in them
    #[arg(long = "group", value_name = "GLOB")]
    pub(super) groups: Vec<String>,
    /// Only this organization; all otherwise
    #[arg(long = "org", value_name = "ORG")]
    pub(super) organizations: Vec<String>,
    /// How to print it
    #[arg(long, value_name = "FORMAT", default_value = "csv")]
    pub(super) format: ExportFormat,
}

/// What each row of a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ExportTable {
    /// A group.
    Groups,
    /// An object in a group, directly or through groups in it.
    Members,
    /// A person.
    People,
    /// A device.
    Devices,
}

/// How to print a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ExportFormat {
    /// Comma-separated values, always quoted.
    Csv,
    /// A list of objects.
    Json,
}

/// Check configuration, theme, exports, snapshot, freshness, links and group hygiene
#[derive(Debug, Args)]
#[command(
    after_help = "Errors and warnings end with code 8, notes alone do not. Findings about groups \
    are accepted for a\nwhile with `[[health.suppress]]` in site.toml; the README lists the rules.\n\n\
    Examples:\n  rosterbook check\n  rosterbook check --links --max-age 3h\n  \
    rosterbook check --format sarif > check.sarif"
)]
pub(super) struct CheckArguments {
    /// Find fault with data older than DUR, such as `3h`
    #[arg(long, value_name = "DUR")]
    pub(super) max_age: Option<jiff::SignedDuration>,
    /// Look for dead links in the built site
    #[arg(long)]
    pub(super) links: bool,
    /// How to print findings
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: CheckFormat,
}

/// How to print findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum CheckFormat {
    /// A line each.
    Text,
    /// One JSON document.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
}

/// Look after the snapshot: canonical form, integrity, older versions
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  rosterbook snapshot verify\n  rosterbook snapshot fmt")]
pub(super) struct SnapshotArguments {
    /// What to do
    #[command(subcommand)]
    pub(super) action: SnapshotAction,
}

/// What to do with the snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Subcommand)]
pub(super) enum SnapshotAction {
    /// Rewrite files that are not in canonical form
    Fmt,
    /// Check every file, and end with code 6 when one is not sound
    Verify,
    /// Bring a snapshot of an older version up to date
    Migrate,
}

/// Change the theme: copy built-in files to the site
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  rosterbook theme eject\n  rosterbook theme eject templates/group.html"
)]
pub(super) struct ThemeArguments {
    /// What to do
    #[command(subcommand)]
    pub(super) action: ThemeAction,
}

/// What to do with the theme.
#[derive(Debug, Subcommand)]
pub(super) enum ThemeAction {
    /// Copy one built-in file to the site's theme, where it replaces the built-in one
    Eject(EjectArguments),
}

/// Copy one built-in file to the site's theme, where it replaces the built-in one
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  rosterbook theme eject static/css/tokens.css")]
pub(super) struct EjectArguments {
    /// The file, such as `templates/group.html`; lists all files when it is left out
    #[arg(value_name = "FILE")]
    pub(super) file: Option<String>,
}
