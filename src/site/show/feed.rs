//! Feeds in Atom form: one entry for each sync that saw changes (UX.md 8).
//!
//! They need the site's own address, so there is none without `base_url`.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::change;
use crate::model::GroupId;
use crate::site::address::feed;
use crate::site::model::{EventEntry, Index, Model, Node, Organization};
use crate::site::text::{count, minute};
use crate::site::view::{ChangeLine, ChangeRun};

/// The most syncs in a feed: readers keep what they have seen.
const SYNCS: usize = 50;

/// The most events that are looked through for them.
const EVENTS: usize = 20_000;

/// The most lines in an entry; the page has all of them.
const LINES: usize = 50;

/// The most names in a line, for the same reason.
const NAMES: usize = 20;

/// Returns whether somebody watches a group of the organization (FEATURES.md W4).
pub(in crate::site) fn has_watched(organization: &Organization) -> bool {
    organization.groups.iter().any(is_watched)
}

fn is_watched(group: &crate::site::model::GroupEntry) -> bool {
    group.overlay.as_ref().is_some_and(|it| it.watch)
}

/// Returns whether an event is about a group that somebody watches.
pub(super) fn is_about_watched(
    organization: &Organization,
    tenant: Index,
    group: Option<GroupId>,
) -> bool {
    let node = group.and_then(|id| {
        organization.tenants[tenant as usize]
            .nodes
            .get(&id.object())
    });
    matches!(node, Some(Node::Group(at)) if is_watched(organization.group(*at)))
}

/// Returns the feed of an organization: all changes, or those of its watched groups.
pub(super) fn atom(model: &Model, organization: &Organization, watched: bool) -> Vec<u8> {
    let wanted = |entry: &&EventEntry| {
        !watched || is_about_watched(organization, entry.tenant, entry.event.group)
    };
    // A sync is told of whole: its events are not counted in part.
    let oldest = organization.events.iter().rev().nth(EVENTS);
    let events = organization
        .events
        .iter()
        .rev()
        .take_while(|entry| oldest.is_none_or(|oldest| entry.event.at > oldest.event.at))
        .filter(|entry| !entry.event.baseline)
        .filter(wanted);
    let days = change::days(organization, events, NAMES);
    let runs: Vec<&ChangeRun> = days.iter().flat_map(|day| &day.runs).take(SYNCS).collect();
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
    write(&mut writer, model, organization, watched, &runs)
        .expect("writing to memory does not fail");
    let mut bytes = writer.into_inner();
    bytes.push(b'\n');
    bytes
}

fn write(
    writer: &mut Writer<Vec<u8>>,
    model: &Model,
    organization: &Organization,
    watched: bool,
    runs: &[&ChangeRun],
) -> io::Result<()> {
    let base = &model.site.base_url;
    let page = format!("{base}/{}/changes/", organization.key);
    let own = format!("{base}/{}", feed(&organization.key, watched));
    let what = if watched { "watched groups" } else { "changes" };
    // A feed without entries was last changed when its data was.
    let updated = runs
        .first()
        .map(|run| run.iso.clone())
        .or_else(|| organization.state.map(|state| state.to_string()))
        .unwrap_or_else(|| "1970-01-01T00:00:00Z".to_owned());
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    writer
        .create_element("feed")
        .with_attribute(("xmlns", "http://www.w3.org/2005/Atom"))
        .with_attribute(("xml:lang", model.site.language.as_str()))
        .write_inner_content(|writer| {
            element(writer, "title", &format!("{}: {what}", organization.name))?;
            element(writer, "id", &own)?;
            link(writer, "self", &own)?;
            link(writer, "alternate", &page)?;
            element(writer, "updated", &updated)?;
            writer
                .create_element("author")
                .write_inner_content(|writer| element(writer, "name", &model.site.title))?;
            element(writer, "generator", "rosterbook")?;
            runs.iter()
                .try_for_each(|run| entry(writer, &own, &page, run))
        })?;
    Ok(())
}

fn entry(writer: &mut Writer<Vec<u8>>, own: &str, page: &str, run: &ChangeRun) -> io::Result<()> {
    let events: usize = run.lines.iter().map(|line| line.events).sum();
    let at = run.iso.parse().map_or_else(|_| run.iso.clone(), minute);
    let mut text: Vec<String> = run.lines.iter().take(LINES).map(sentence).collect();
    if run.lines.len() > LINES {
        text.push(format!("and {} more", run.lines.len() - LINES));
    }
    writer
        .create_element("entry")
        .write_inner_content(|writer| {
            let title = format!("{} seen {at}", count(events, "change", "changes"));
            element(writer, "title", &title)?;
            element(writer, "id", &format!("{own}#{}", run.iso))?;
            link(writer, "alternate", page)?;
            element(writer, "updated", &run.iso)?;
            element(writer, "content", &text.join("\n"))
        })?;
    Ok(())
}

/// Returns a line as plain text.
fn sentence(line: &ChangeLine) -> String {
    let mut text: String = line.parts.iter().map(|part| part.text.as_str()).collect();
    if let Some(actor) = &line.actor {
        text.push_str(" by ");
        text.push_str(actor);
    }
    if let Some(detail) = &line.detail {
        text.push_str(" (");
        text.push_str(detail);
        text.push(')');
    }
    text
}

fn element(writer: &mut Writer<Vec<u8>>, name: &str, text: &str) -> io::Result<()> {
    let text = clean(text);
    writer
        .create_element(name)
        .write_text_content(BytesText::new(&text))?;
    Ok(())
}

fn link(writer: &mut Writer<Vec<u8>>, rel: &str, address: &str) -> io::Result<()> {
    writer
        .create_element("link")
        .with_attribute(("rel", rel))
        .with_attribute(("href", address))
        .write_empty()?;
    Ok(())
}

/// Replaces what XML 1.0 forbids, and what would turn the direction of writing round.
fn clean(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            '\n' | '\t' => letter,
            '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
            _ => letter,
        })
        .collect()
}
