//! The demo site: the files that `init --demo` writes, and that this repository itself holds.
//!
//! Hand-written files are templates beside this one; exports are made from the people and devices
//! of the demo directory, as other tools would have written them.

mod configurations;
mod contacts;
mod hudu;
mod itglue_api;
mod itglue_csv;

use super::data::company::Company;
use super::data::{self};
use super::encoding::guid_of;
use super::tenants;

/// Hand-written files; `{{…}}` stands for ids, which are filled in.
const TEMPLATES: [(&str, &str); 12] = [
    ("site.toml", include_str!("site.toml")),
    ("content/index.md", include_str!("content/index.md")),
    (
        "content/how-to-read-a-group-page.md",
        include_str!("content/how-to-read-a-group-page.md"),
    ),
    (
        "content/how-to-change-something.md",
        include_str!("content/how-to-change-something.md"),
    ),
    (
        "content/contoso/joiners-and-leavers.md",
        include_str!("content/contoso/joiners-and-leavers.md"),
    ),
    (
        "content/fabrikam/seasonal-workers.md",
        include_str!("content/fabrikam/seasonal-workers.md"),
    ),
    (
        "content/northwind/on-call.md",
        include_str!("content/northwind/on-call.md"),
    ),
    (
        "content/contoso/matches.toml",
        include_str!("content/contoso/matches.toml"),
    ),
    (
        "content/contoso/groups/{{contoso group SG-VPN-Users}}.md",
        include_str!("content/contoso/vpn-users.md"),
    ),
    (
        "content/contoso/groups/{{contoso group SG-Remote-Desktop}}.md",
        include_str!("content/contoso/remote-desktop.md"),
    ),
    (
        "content/contoso/groups/{{contoso group SG-Hamburg-Dynamic}}.md",
        include_str!("content/contoso/hamburg-dynamic.md"),
    ),
    (
        "content/contoso/groups/{{contoso manual Alarm call list}}.md",
        include_str!("content/contoso/alarm-call-list.md"),
    ),
];

/// Returns the files of the demo site: path below its root, with `/`, and content.
pub fn site_files() -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = TEMPLATES
        .iter()
        .map(|(path, text)| (fill(path), fill(text).into_bytes()))
        .collect();
    for tenant in tenants() {
        let company = data::tell(tenant).company;
        let people = contacts::of(&company);
        let devices = configurations::of(&company);
        let folder = format!("exports/{}", tenant.key);
        let mut put = |name: &str, text: String| {
            files.push((format!("{folder}/{name}"), text.into_bytes()));
        };
        match tenant.key {
            "contoso" => {
                put("contacts.csv", itglue_csv::contacts(&company, &people));
                put(
                    "configurations.csv",
                    itglue_csv::configurations(&company, &devices),
                );
            }
            "fabrikam" => {
                put("contacts.json", itglue_api::contacts(&company, &people));
                put(
                    "configurations.json",
                    itglue_api::configurations(&company, &devices),
                );
            }
            _ => put("assets.json", hudu::assets(&company, &people, &devices)),
        }
    }
    files.sort();
    files
}

/// Fills the ids into a template: `{{contoso}}` a tenant's, `{{contoso group SG-Sales}}` an
/// object's, `{{contact contoso mira.okafor}}` a contact's in the export.
fn fill(template: &str) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, after)) = after.split_once("}}") else {
            break;
        };
        text.push_str(before);
        text.push_str(&id_of(name));
        rest = after;
    }
    text.push_str(rest);
    text
}

fn id_of(name: &str) -> String {
    let parts: Vec<&str> = name.splitn(3, ' ').collect();
    match parts[..] {
        [key] => tenants()
            .into_iter()
            .find(|tenant| tenant.key == key)
            .map_or_else(String::new, |tenant| tenant.id.to_string()),
        ["contact", _, login] => contacts::id_of(login),
        [tenant, kind, key] => guid_of(&[tenant, kind, key]).to_string(),
        _ => String::new(),
    }
}

/// Returns the name of the organization as the exports write it.
fn organization_of(company: &Company) -> &'static str {
    company.directory.tenant.name
}
