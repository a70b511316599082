//! `rosterbook find`: what a person, device or group is a member of, within seconds (P20).

use serde::Serialize;

use super::arguments::{FindArguments, Global};
use super::outcome::{Code, Failure};
use super::terminal::Terminal;
use super::workspace;
use crate::build::Loader;
use crate::model::text_key;
use crate::site::{self, Model};
use crate::sync;

/// The most hits that are shown in full; more of them are a question for a longer text.
const MOST: usize = 20;

/// Finds people, devices and groups by parts of their names and addresses.
pub(super) fn run(
    global: &Global,
    arguments: &FindArguments,
    terminal: &Terminal,
) -> Result<Code, Failure> {
    let site = workspace::open(global)?;
    let loaded = Loader::default().load(&site, &[], sync::read_freshness(&site.root))?;
    let model = site::join(&loaded.input);
    let text = arguments.text.join(" ");
    let words: Vec<String> = text_key(&text).split(' ').map(str::to_owned).collect();
    let hits = hits(&model, &words);
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
            format!("nobody and nothing in a documented group is called `{text}`"),
        );
        return Err(failure.hint("try a part of the name, the mail address or the host name"));
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

#[derive(Serialize)]
struct Hit {
    kind: &'static str,
    id: String,
    organization: String,
    name: String,
    detail: String,
    page: String,
    groups: Vec<Membership>,
    owns: Vec<String>,
    members: Option<usize>,
}

#[derive(Serialize)]
struct Membership {
    id: String,
    name: String,
    direct: bool,
    /// The groups that lead there, for an inherited membership.
    path: Vec<String>,
}

fn hits(model: &Model, words: &[String]) -> Vec<Hit> {
    let fits = |texts: &[&str]| {
        let text = text_key(&texts.join(" "));
        words.iter().all(|word| text.contains(word.as_str()))
    };
    let mut hits = Vec::new();
    for organization in &model.organizations {
        for (at, person) in organization.people.iter().enumerate() {
            let object = &person.object;
            let id = object.id.to_string();
            let mut texts = vec![person.name.as_str(), &id];
            texts.extend(
                [
                    &object.given_name,
                    &object.surname,
                    &object.mail,
                    &object.user_principal_name,
                ]
                .into_iter()
                .flatten()
                .map(String::as_str),
            );
            texts.extend(object.aliases.iter().map(String::as_str));
            if fits(&texts) {
                let view = site::person(organization, at as site::Index);
                let detail = object.mail.as_ref().or(object.user_principal_name.as_ref());
                let mut hit = hit("person", id, organization, &view, &person.url);
                hit.detail = detail.cloned().unwrap_or_default();
                hits.push(hit);
            }
        }
        for (at, device) in organization.devices.iter().enumerate() {
            let id = device.object.id.to_string();
            let device_id = device.object.device_id.as_deref().unwrap_or("");
            if fits(&[&device.name, &id, device_id]) {
                let view = site::device(organization, at as site::Index);
                let mut hit = hit("device", id, organization, &view, &device.url);
                hit.detail = device.object.operating_system.clone().unwrap_or_default();
                hits.push(hit);
            }
        }
        for group in &organization.groups {
            let id = group.group.id.to_string();
            let mail = group.group.mail.as_deref().unwrap_or("");
            if fits(&[&group.name, &id, mail]) {
                let direct = group
                    .parents
                    .iter()
                    .map(|&at| organization.group(at))
                    .map(|parent| Membership {
                        id: parent.group.id.to_string(),
                        name: parent.name.clone(),
                        direct: true,
                        path: Vec::new(),
                    });
                hits.push(Hit {
                    kind: "group",
                    id,
                    organization: organization.key.to_string(),
                    name: group.name.clone(),
                    detail: group.group.kind.label().to_owned(),
                    page: group.url.clone(),
                    groups: direct.collect(),
                    owns: Vec::new(),
                    members: Some(group.effective),
                });
            }
        }
    }
    hits
}

fn hit(
    kind: &'static str,
    id: String,
    organization: &site::Organization,
    view: &site::view::ObjectView,
    page: &str,
) -> Hit {
    let groups = view
        .direct
        .iter()
        .chain(&view.inherited)
        .map(|row| Membership {
            id: row.id.clone(),
            name: row.name.clone(),
            direct: row.direct,
            path: row.path.iter().map(|step| step.text.clone()).collect(),
        });
    Hit {
        kind,
        id,
        organization: organization.key.to_string(),
        name: view.name.clone(),
        detail: String::new(),
        page: page.to_owned(),
        groups: groups.collect(),
        owns: view.owned.iter().map(|row| row.name.clone()).collect(),
        members: None,
    }
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
    if let Some(members) = hit.members {
        terminal.data(&format!("  {members} effective members"));
    }
    if hit.groups.is_empty() {
        terminal.data("  in no other documented group");
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
