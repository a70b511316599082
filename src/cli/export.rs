//! `rosterbook export`: the tables of all organizations, for spreadsheets and scripts (C6).

use super::arguments::{ExportArguments, ExportFormat, ExportTable, Global};
use super::outcome::{Code, Failure};
use super::terminal::Terminal;
use super::workspace;
use crate::build::Loader;
use crate::config::GlobSet;
use crate::model::Freshness;
use crate::site::{self, TableKind};

/// Prints a table; nothing else goes to stdout.
pub(super) fn run(
    global: &Global,
    arguments: &ExportArguments,
    terminal: &Terminal,
) -> Result<Code, Failure> {
    let site = workspace::open(global)?;
    let only = workspace::organizations(&site, &arguments.organizations)?;
    let loaded = Loader::default().load(&site, &only, Freshness::default())?;
    let model = site::join(&loaded.input);
    drop(loaded);
    let groups = GlobSet(arguments.groups.clone());
    let kind = match arguments.table {
        ExportTable::Groups => TableKind::Groups,
        ExportTable::Members => TableKind::Members,
        ExportTable::People => TableKind::People,
        ExportTable::Devices => TableKind::Devices,
    };
    for pattern in &arguments.groups {
        if !site::has_group(&model.organizations, &GlobSet(vec![pattern.clone()])) {
            terminal.warn(&format!("no documented group is called `{pattern}`"));
        }
    }
    let json = terminal.wants_json() || arguments.format == ExportFormat::Json;
    let table = if json {
        site::table_json
    } else {
        site::table_csv
    };
    terminal.table(&table(kind, &model.organizations, &groups), json);
    Ok(Code::Done)
}
