//! An explanation as lines for people.

use super::{Explained, NearRecord};
use crate::cli::terminal::Terminal;

/// Prints what is said about one member.
pub(super) fn explained(it: &Explained, terminal: &Terminal) {
    let detail = match it.detail.as_str() {
        "" => String::new(),
        detail => format!(", {detail}"),
    };
    terminal.data(&format!(
        "{} ({}{detail}): {}",
        it.name, it.organization, it.words
    ));
    let width = it.tried.iter().map(|it| it.words.len()).max().unwrap_or(0);
    for tried in &it.tried {
        let keys = if tried.keys.is_empty() {
            "has none".to_owned()
        } else {
            let found = match tried.found {
                0 => format!("no {}", it.record_kind),
                1 => format!("1 {}", it.record_kind),
                many => format!("{many} {}s", it.record_kind),
            };
            format!("{} -> {found}", tried.keys.join(", "))
        };
        terminal.data(&format!("  {:width$}  {keys}", tried.words));
    }
    if !it.candidates.is_empty() {
        terminal.data("  candidates:");
        print_records(&it.candidates, terminal);
    }
    if !it.near.is_empty() {
        terminal.data("  near, but never matched by itself:");
        print_records(&it.near, terminal);
    }
    if let Some(advice) = &it.advice {
        terminal.data(&format!("  {advice}"));
    }
    for line in it.fix.iter().flat_map(|it| it.lines()) {
        terminal.data(&format!("    {line}"));
    }
}

fn print_records(records: &[NearRecord], terminal: &Terminal) {
    let width = records.iter().map(|it| it.id.len()).max().unwrap_or(0);
    for it in records {
        let mut parts = vec![it.name.clone()];
        if let Some(organization) = &it.organization {
            parts[0].push_str(&format!(" of {organization}"));
        }
        if !it.detail.is_empty() {
            parts.push(it.detail.clone());
        }
        let mut line = parts.join(", ");
        if !it.reason.is_empty() {
            line.push_str(&format!(": {}", it.reason));
        }
        if !it.taken_by.is_empty() {
            line.push_str(&format!("; it is matched to {}", it.taken_by.join(", ")));
        }
        terminal.data(&format!("    {:width$}  {line}", it.id));
    }
}
