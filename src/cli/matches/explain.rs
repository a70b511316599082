//! `rosterbook match --explain TEXT`: which rule found the record of a person or device, or why
//! none did, what is near, and the lines that would settle it (FEATURES.md W5).

mod print;
mod side;

use serde::Serialize;

use side::{Records, Side};

use crate::build::Loaded;
use crate::cli::outcome::{Code, Failure};
use crate::cli::terminal::Terminal;
use crate::config::Site;
use crate::matching::{ConfigurationRule, ContactRule, explain_device, explain_person};
use crate::model::{Configuration, Contact, ObjectId, OrgKey, text_key};
use crate::site::Model;

/// What is said about one person or device.
#[derive(Debug, Serialize)]
struct Explained {
    organization: String,
    id: ObjectId,
    name: String,
    /// A mail address, sign-in name or operating system: it tells equal names apart.
    detail: String,
    /// `contact` or `configuration`.
    record_kind: &'static str,
    #[serde(rename = "match")]
    rule: &'static str,
    words: String,
    record: Option<String>,
    tried: Vec<TriedRule>,
    candidates: Vec<NearRecord>,
    near: Vec<NearRecord>,
    /// What to do, in words, before the lines of `fix`.
    advice: Option<String>,
    /// Lines for `matches.toml`.
    fix: Option<String>,
}

#[derive(Debug, Serialize)]
struct TriedRule {
    rule: &'static str,
    words: &'static str,
    keys: Vec<String>,
    /// How many records fit.
    found: usize,
}

#[derive(Debug, Serialize)]
struct NearRecord {
    id: String,
    name: String,
    /// What else is known of it.
    detail: String,
    /// Why it is near; empty for a candidate.
    reason: &'static str,
    organization: Option<String>,
    /// Who has it already.
    taken_by: Vec<String>,
}

/// Explains every person and device whose name, address or id holds the text, of the organizations
/// `only` names, or of all when it is empty.
pub(super) fn explain(
    site: &Site,
    loaded: &Loaded,
    model: &Model,
    (text, only): (&str, &[OrgKey]),
    terminal: &Terminal,
) -> Result<Code, Failure> {
    let found = explain_all(site, loaded, model, text, only);
    if terminal.wants_json() {
        terminal.document(&serde_json::json!({ "query": text, "members": found }));
        return Ok(if found.is_empty() {
            Code::Failed
        } else {
            Code::Done
        });
    }
    if found.is_empty() {
        let message = format!("no person or device in a documented group is called `{text}`");
        return Err(Failure::new(Code::Failed, message)
            .hint("try a part of the name, the mail address, the host name or the object id"));
    }
    for (at, it) in found.iter().enumerate() {
        if at > 0 {
            terminal.data("");
        }
        print::explained(it, terminal);
    }
    Ok(Code::Done)
}

fn explain_all(
    site: &Site,
    loaded: &Loaded,
    model: &Model,
    text: &str,
    only: &[OrgKey],
) -> Vec<Explained> {
    let rules = site.match_order.contacts.iter();
    let contact_rules: Vec<ContactRule> =
        rules.filter_map(|it| ContactRule::from_key(it)).collect();
    let rules = site.match_order.configurations.iter();
    let configuration_rules: Vec<ConfigurationRule> = rules
        .filter_map(|it| ConfigurationRule::from_key(it))
        .collect();
    let words: Vec<String> = text_key(text).split(' ').map(str::to_owned).collect();
    let mut found = Vec::new();
    for source in &loaded.input.organizations {
        if !only.is_empty() && !only.contains(&source.key) {
            continue;
        }
        let Some(joined) = model.organizations.iter().find(|it| it.key == source.key) else {
            continue;
        };
        let others = || {
            let all = loaded.input.organizations.iter();
            all.filter(|it| it.key != source.key)
        };
        let contacts: Vec<(&str, &[Contact])> = others()
            .map(|it| (it.key.as_str(), it.contacts.as_slice()))
            .collect();
        let configurations: Vec<(&str, &[Configuration])> = others()
            .map(|it| (it.key.as_str(), it.configurations.as_slice()))
            .collect();
        let people = Side {
            organization: joined,
            kind: "contact",
            member_key: "user",
            records: &joined.contacts,
            owners: &joined.people,
            pins: &source.contact_pins,
        };
        for person in &joined.people {
            let it = &person.object;
            let mut texts = vec![person.name.clone(), it.id.to_string()];
            let names = [
                &it.given_name,
                &it.surname,
                &it.mail,
                &it.user_principal_name,
            ];
            texts.extend(names.into_iter().flatten().cloned());
            texts.extend(it.aliases.iter().cloned());
            if fits(&words, &texts) {
                let explanation = explain_person(
                    it,
                    &source.contacts,
                    &contact_rules,
                    &source.contact_pins,
                    &contacts,
                );
                let detail = it.mail.clone().or_else(|| it.user_principal_name.clone());
                let records = Records::new(&source.contacts, |it| &it.id);
                found.push(people.explained(it.id, person, detail, explanation, &records));
            }
        }
        let devices = Side {
            organization: joined,
            kind: "configuration",
            member_key: "device",
            records: &joined.configurations,
            owners: &joined.devices,
            pins: &source.configuration_pins,
        };
        for device in &joined.devices {
            let it = &device.object;
            let mut texts = vec![device.name.clone(), it.id.to_string()];
            texts.extend(it.device_id.clone());
            if fits(&words, &texts) {
                let explanation = explain_device(
                    it,
                    &source.configurations,
                    &configuration_rules,
                    &source.configuration_pins,
                    &configurations,
                );
                let detail = it.operating_system.clone();
                let records = Records::new(&source.configurations, |it| &it.id);
                found.push(devices.explained(it.id, device, detail, explanation, &records));
            }
        }
    }
    found
}

fn fits(words: &[String], texts: &[String]) -> bool {
    let text = text_key(&texts.join(" "));
    words.iter().all(|word| text.contains(word.as_str()))
}
