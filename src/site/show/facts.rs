//! Facts: labelled values of groups, people, devices and records.

use jiff::Timestamp;

use super::{guests, member};
use crate::model::{Configuration, Device, Group, Licence, MembershipType, Person, SyncMark};
use crate::site::model::{GroupEntry, Organization};
use crate::site::text::minute;
use crate::site::view::Fact;

/// So many letters of a value fit into the column of a fact.
const WIDE: usize = 26;

/// Facts in order; empty values are left out.
#[derive(Default)]
pub(super) struct Facts(pub(super) Vec<Fact>);

impl Facts {
    fn push(&mut self, key: &'static str, label: &str, kind: &'static str, value: &str) -> bool {
        if value.trim().is_empty() {
            return false;
        }
        let same = self
            .0
            .iter()
            .filter(|it| it.key.split('.').next() == Some(key))
            .count();
        self.0.push(Fact {
            // The key is an anchor: the second one of a kind gets a number.
            key: if same == 0 {
                key.to_owned()
            } else {
                format!("{key}.{}", same + 1)
            },
            label: label.to_owned(),
            wide: !matches!(kind, "long" | "time") && value.chars().nth(WIDE).is_some(),
            value: value.to_owned(),
            kind,
            url: None,
            iso: None,
            note: None,
        });
        true
    }

    pub(super) fn text(&mut self, key: &'static str, label: &str, value: Option<&str>) {
        self.push(key, label, "text", value.unwrap_or(""));
    }

    pub(super) fn long(&mut self, key: &'static str, label: &str, value: Option<&str>) {
        self.push(key, label, "long", value.unwrap_or(""));
    }

    pub(super) fn code(&mut self, key: &'static str, label: &str, value: Option<&str>) {
        self.push(key, label, "code", value.unwrap_or(""));
    }

    pub(super) fn yes_no(&mut self, key: &'static str, label: &str, value: Option<bool>) {
        let words = value.map(|it| if it { "Yes" } else { "No" });
        self.text(key, label, words);
    }

    pub(super) fn mail(&mut self, key: &'static str, label: &str, value: Option<&str>) {
        let Some(value) = value else { return };
        if self.push(key, label, "link", value) {
            let fact = self.0.last_mut().expect("one was pushed");
            fact.url = mailto(value);
            if fact.url.is_none() {
                fact.kind = "text";
            }
        }
    }

    pub(super) fn phone(&mut self, key: &'static str, label: &str, value: &str) {
        if self.push(key, label, "link", value) {
            let dialled: String = value
                .chars()
                .filter(|it| it.is_ascii_digit() || *it == '+')
                .collect();
            let fact = self.0.last_mut().expect("one was pushed");
            if dialled.len() >= 3 {
                fact.url = Some(format!("tel:{dialled}"));
            } else {
                fact.kind = "text";
            }
        }
    }

    pub(super) fn time(&mut self, key: &'static str, label: &str, value: Option<Timestamp>) {
        let Some(value) = value else { return };
        self.push(key, label, "time", &minute(value));
        self.0.last_mut().expect("one was pushed").iso = Some(value.to_string());
    }

    /// Has the last value lead to a page of the site.
    fn leads_to(&mut self, url: String) {
        if let Some(fact) = self.0.last_mut() {
            fact.url = Some(url);
        }
    }

    pub(super) fn note(&mut self, note: &str) {
        if let Some(fact) = self.0.last_mut() {
            fact.note = Some(note.to_owned());
        }
    }
}

/// Returns a licence in words: the product's id, and how much of it is switched off.
fn licence(licence: &Licence) -> String {
    match licence.disabled_plans.len() {
        0 => licence.sku_id.to_string(),
        1 => format!("{} (1 plan switched off)", licence.sku_id),
        plans => format!("{} ({plans} plans switched off)", licence.sku_id),
    }
}

/// Returns a `mailto:` address with everything odd percent-encoded, or `None` when it is no address.
fn mailto(address: &str) -> Option<String> {
    let (user, host) = address.split_once('@')?;
    if user.is_empty() || host.is_empty() || host.contains('@') {
        return None;
    }
    let mut url = String::from("mailto:");
    for byte in address.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'@' | b'.' | b'-' | b'_' | b'~') {
            url.push(byte as char);
        } else {
            url.push_str(&format!("%{byte:02X}"));
        }
    }
    Some(url)
}

/// When a group was last edited, as far as that can be known (GRAPH.md 1.2).
pub(super) fn updated(group: &Group) -> (Timestamp, &'static str) {
    if let Some(audited) = group.seen.audited {
        return (audited, "audit");
    }
    if group.seen.changed > group.seen.first {
        return (group.seen.changed, "observed");
    }
    match group.created.max(group.renewed) {
        Some(created) => (created, "created"),
        None => (group.seen.changed, "observed"),
    }
}

/// Returns the source of a time in words.
pub(super) fn updated_words(source: &str) -> &'static str {
    match source {
        "created" => "created; no later change seen",
        "audit" => "told by the audit log",
        _ => "seen by sync",
    }
}

/// Returns a visibility as people read it; the directory spells the hidden one in several ways.
pub(super) fn visibility(text: &str) -> &str {
    if text.eq_ignore_ascii_case("HiddenMembership") {
        "Hidden membership"
    } else {
        text
    }
}

/// Returns the facts of a group.
pub(super) fn of_group(entry: &GroupEntry) -> Vec<Fact> {
    let group = &entry.group;
    let mut facts = Facts::default();
    facts.long("description", "Description", group.description.as_deref());
    facts.mail("email", "Mail", group.mail.as_deref());
    if let Some((domain, source)) = &entry.domain {
        facts.text("domain", "Domain", Some(domain));
        facts.note(&format!("from {source}"));
    }
    let dynamic = group.membership.kind == MembershipType::Dynamic;
    facts.text(
        "membership-type",
        "Membership type",
        Some(if dynamic { "Dynamic" } else { "Assigned" }),
    );
    facts.code("rule", "Membership rule", group.membership.rule.as_deref());
    facts.text(
        "rule-state",
        "Rule processing",
        group.membership.state.as_deref(),
    );
    facts.text("kind", "Kind", Some(group.kind.label()));
    facts.text(
        "visibility",
        "Visibility",
        group.visibility.as_deref().map(visibility),
    );
    facts.text(
        "classification",
        "Classification",
        group.classification.as_deref(),
    );
    if !entry.status.manual {
        let (at, source) = updated(group);
        facts.time("updated", "Updated", Some(at));
        facts.note(updated_words(source));
    }
    facts.time("created", "Created", group.created);
    facts.time("renewed", "Renewed", group.renewed);
    facts.time("expires", "Expires", group.expires);
    if let Some(SyncMark::Orphaned { since }) = group.sync {
        facts.time("gone", "Gone from Entra since", Some(since));
    }
    if group.role_assignable {
        facts.text(
            "role-assignable",
            "Directory roles",
            Some("Roles can be assigned to it"),
        );
    }
    if group.team {
        facts.text("team", "Teams", Some("Has a team"));
    }
    if let Some(on_premises) = &group.on_premises {
        let words = if on_premises.synced {
            "Synced now"
        } else {
            "Synced formerly"
        };
        facts.text("on-premises", "Active Directory", Some(words));
        facts.text(
            "on-premises-domain",
            "Active Directory domain",
            on_premises.domain.as_deref(),
        );
        facts.code(
            "sam",
            "SAM account name",
            on_premises.sam_account_name.as_deref(),
        );
        facts.code(
            "sid",
            "Active Directory SID",
            on_premises.security_identifier.as_deref(),
        );
    }
    if !group.licences.is_empty() {
        let lines: Vec<String> = group.licences.iter().map(licence).collect();
        facts.long("licences", "Licences", Some(&lines.join("\n")));
        facts.note("product names and assignment errors: not read");
    }
    facts.code("nickname", "Mail nickname", group.mail_nickname.as_deref());
    if !group.proxy_addresses.is_empty() {
        facts.long(
            "addresses",
            "All addresses",
            Some(&group.proxy_addresses.join("\n")),
        );
    }
    facts.code(
        "security-id",
        "Security identifier",
        group.security_identifier.as_deref(),
    );
    facts.code("id", "Object id", Some(&group.id.to_string()));
    if !entry.status.manual {
        facts.time("first-seen", "First seen by sync", Some(group.seen.first));
    }
    facts.0
}

/// Returns the facts of a person.
pub(super) fn of_person(organization: &Organization, person: &Person) -> Vec<Fact> {
    let mut facts = Facts::default();
    facts.mail("email", "Mail", person.mail.as_deref());
    facts.text(
        "sign-in",
        "Sign-in name",
        person.user_principal_name.as_deref(),
    );
    facts.text("first-name", "First name", person.given_name.as_deref());
    facts.text("last-name", "Last name", person.surname.as_deref());
    for alias in &person.aliases {
        if Some(alias) != person.mail.as_ref() {
            facts.text("alias", "Further address", Some(alias));
        }
    }
    if person.is_guest() {
        facts.text("type", "Account", Some("Guest"));
        let home = person.home_domain();
        if let Some(domain) = home.as_deref() {
            facts.text("home-domain", "Home domain", Some(domain));
            facts.leads_to(guests::rows_of(organization, &home));
        }
    }
    let enabled = person
        .account_enabled
        .map(|it| if it { "Enabled" } else { "Off" });
    facts.text("enabled", "Sign-in", enabled);
    if person.on_premises {
        facts.text("on-premises", "Source", Some("Active Directory"));
    }
    for (name, value) in &person.fields {
        facts.text("field", name, Some(value));
    }
    facts.code("id", "Object id", Some(&person.id.to_string()));
    facts.0
}

/// Returns the facts of a device, and those that only its configuration tells.
pub(super) fn of_device(device: &Device, record: Option<&Configuration>) -> Vec<Fact> {
    let mut facts = Facts::default();
    facts.text(
        "system",
        "Operating system",
        device.operating_system.as_deref().map(member::system_name),
    );
    facts.text(
        "version",
        "Version",
        device.operating_system_version.as_deref(),
    );
    facts.text(
        "manufacturer",
        "Manufacturer",
        device.manufacturer.as_deref(),
    );
    facts.text("model", "Model", device.model.as_deref());
    let told = record.into_iter().flat_map(|it| {
        [
            (
                "serial",
                "Serial number",
                "code",
                it.serial_number.as_deref(),
            ),
            ("hostname", "Host name", "text", it.hostname.as_deref()),
        ]
    });
    for (key, label, kind, value) in told {
        if value.is_some_and(|value| facts.push(key, label, kind, value)) {
            facts.note("from the matched configuration");
        }
    }
    facts.text("join", "Join type", device.trust_type.as_deref());
    facts.text("ownership", "Ownership", device.device_ownership.as_deref());
    facts.yes_no("managed", "Managed", device.is_managed);
    facts.yes_no("compliant", "Compliant", device.is_compliant);
    facts.yes_no("enabled", "Enabled", device.account_enabled);
    facts.time("registered", "Registered", device.registered);
    if device.on_premises {
        facts.text("on-premises", "Source", Some("Active Directory"));
    }
    facts.text("profile", "Profile type", device.profile_type.as_deref());
    facts.code("device-id", "Device id", device.device_id.as_deref());
    facts.code("id", "Object id", Some(&device.id.to_string()));
    facts.0
}

#[cfg(test)]
mod tests {
    use super::mailto;

    #[test]
    fn mail_addresses_carry_no_second_header() {
        assert_eq!(mailto("a@b.example"), Some("mailto:a@b.example".into()));
        assert_eq!(
            mailto("a@b.example?bcc=x\r\nBcc:"),
            Some("mailto:a@b.example%3Fbcc%3Dx%0D%0ABcc%3A".into())
        );
        assert_eq!(mailto("nobody"), None);
        assert_eq!(mailto("a@b@c"), None);
    }
}
