//! `rosterbook find`: what a person, device or group is a member of, within seconds (P20).

mod hits;

use serde::Serialize;

use super::arguments::{FindArguments, Global};
use super::outcome::{Code, Failure};
use super::terminal::Terminal;
use super::workspace;
use crate::build::Loader;
use crate::{site, sync};
use hits::{Hit, hits};

/// The most hits that are shown in full; more of them are a question for a longer text.
const MOST: usize = 20;

/// Finds people, devices, groups and records by parts of their names, addresses and numbers.
pub(super) fn run(
    global: &Global,
    arguments: &FindArguments,
    terminal: &Terminal,
) -> Result<Code, Failure> {
    let text = arguments.text.join(" ");
    if text.trim().is_empty() {
        let failure = Failure::new(Code::Usage, "there is no text to find".to_owned());
        return Err(failure.hint("name somebody or something: `rosterbook find mira okafor`"));
    }
    let site = workspace::open(global)?;
    let loaded = Loader::default().load(&site, &[], sync::read_freshness(&site.root))?;
    let model = site::join(&loaded.input);
    let hits = hits(&model, &text);
    if terminal.wants_json() {
        terminal.document(&Document {
            query: &text,
            found: hits.len(),
            hits: &hits,
        });
        return Ok(if hits.is_empty() {
            Code::Failed
        } else {
            Code::Done
        });
    }
    if hits.is_empty() {
        let failure = Failure::new(
            Code::Failed,
            format!("nobody and nothing that is documented is called `{text}`"),
        );
        let hint = "try a part of the name, the mail address, the host name or the serial number";
        return Err(failure.hint(hint));
    }
    for (at, hit) in hits.iter().take(MOST).enumerate() {
        if at > 0 {
            terminal.data("");
        }
        print(hit, terminal);
    }
    if hits.len() > MOST {
        terminal.say(&format!("{} more; say more of the name", hits.len() - MOST));
    }
    Ok(Code::Done)
}

#[derive(Serialize)]
struct Document<'a> {
    query: &'a str,
    found: usize,
    hits: &'a [Hit],
}

fn print(hit: &Hit, terminal: &Terminal) {
    let detail = if hit.detail.is_empty() {
        String::new()
    } else {
        format!("  {}", hit.detail)
    };
    terminal.data(&format!(
        "{} ({}, {}){detail}",
        hit.name, hit.kind, hit.organization
    ));
    match hit.members {
        Some(members) => terminal.data(&format!("  {members} effective members")),
        None if hit.kind == "group" => terminal.data("  effective members not read, or not all"),
        None => {}
    }
    if hit.groups.is_empty() {
        terminal.data(match hit.kind {
            "contact" => "  no account is shown for this contact",
            "configuration" => "  no device is shown for this configuration",
            _ if hit.has_unread => "  in no other documented group whose members were read",
            _ => "  in no other documented group",
        });
    }
    for group in &hit.groups {
        if group.direct {
            terminal.data(&format!("  {}", group.name));
        } else {
            terminal.data(&format!(
                "  {}  (through {})",
                group.name,
                group.path.join(" > ")
            ));
        }
    }
    for group in &hit.owns {
        terminal.data(&format!("  owner of {group}"));
    }
}
