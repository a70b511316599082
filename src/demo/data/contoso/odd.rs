//! What every real directory has somewhere: strange names, twins, groups without owners.

use serde_json::{Map, Value, json};

use crate::demo::data::company::Company;
use crate::demo::data::draft::{distribution, security, team, unified};
use crate::demo::encoding::guid_of;
use crate::demo::object::{Edges, Kind, Object};
use crate::model::ObjectId;

/// A description of exactly 256 characters.
const LONG: &str = "Everyone who helps at the open day in Leeds: guides, parking, first aid, coffee, a tombola, the children's corner and the band. Please keep this list up to date until the Friday before the event, because badges, lunch and insurance are ordered from it all.";

pub(super) fn groups(company: &mut Company) {
    let it = [company.person("mira.okafor")];
    let some = |company: &Company, first: usize| company.some(150, first);
    for (place, (name, about)) in [
        (
            "<script>alert('demo')</script>",
            "Somebody tested the form: <b>bold</b> & \"quoted\"",
        ),
        ("=1+3", "=HYPERLINK(\"https://example.com\",\"open me\")"),
        (
            "Müller & Söhne – Zulieferer",
            "Ansprechpartner für Lieferungen aus Österreich",
        ),
        (
            "\"Quoted\" 'names' | and pipes",
            "He said \"yes\", she said 'no'",
        ),
        ("営業部", "東京の代理店と連絡を取る人"),
        (
            "قسم المبيعات\u{200f} (Sales)",
            "\u{202b}فريق المبيعات\u{202c} for the Gulf region",
        ),
        ("SG-Trailing-Blanks  ", "  padded  "),
    ]
    .into_iter()
    .enumerate()
    {
        company.add(
            security(name, about)
                .people(&some(company, 30 + place))
                .owners(&it),
        );
    }
    company.add(
        team("🚀 Launch Crew", "Countdown for the Falcon launch 🎉")
            .people(&some(company, 40))
            .owners(&it),
    );
    company.add(
        security("SG-Open-Day-Helpers", LONG)
            .people(&some(company, 41))
            .owners(&it),
    );
    // Groups of equal name: two in the cloud, and one on-premises with its twin.
    company.add(
        unified("Quality", "Quality management, documents and audits")
            .people(&some(company, 42))
            .owners(&it),
    );
    company.add(
        security("Quality", "Opens the measuring room")
            .keyed("Quality (doors)")
            .people(&some(company, 43)),
    );
    for (key, synced) in [
        ("SG-Kitchen-Duty", false),
        ("SG-Kitchen-Duty (on-premises)", true),
    ] {
        let mut draft = security("SG-Kitchen-Duty", "Keeps the tea kitchen going").keyed(key);
        if synced {
            draft = draft.on_premises("GG-KITCHEN-DUTY", true);
        }
        company.add(draft.people(&some(company, 44)).owners(&it));
    }
    // Nobody in it, nobody owns it.
    company.add(security(
        "SG-Empty-For-Now",
        "Made for a project that never began",
    ));
    company.add(distribution("old-newsletter", "").people(&some(company, 45)));
    // A combination of flags that is no kind of its own.
    company.add(
        security("Exchange Hidden Roles", "Left over from a migration")
            .set("securityEnabled", false)
            .people(&some(company, 46)),
    );
}

/// Returns the external contacts of the directory; makes them when there are none.
pub(super) fn contacts(company: &mut Company) -> Vec<ObjectId> {
    [
        (
            "Helena",
            "Brightwater",
            "helena@brightwater-press.example",
            "Brightwater Press",
        ),
        (
            "Sven",
            "Aalto",
            "sven.aalto@northlight.example",
            "Northlight Agency",
        ),
        (
            "Miriam",
            "Coombe",
            "m.coombe@kitchenweekly.example",
            "Kitchen Weekly",
        ),
    ]
    .into_iter()
    .map(|(given, surname, mail, firm)| {
        let properties = json!({
            "displayName": format!("{given} {surname} ({firm})"),
            "givenName": given,
            "surname": surname,
            "mail": mail,
            "mailNickname": given.to_lowercase(),
            "companyName": firm,
            "proxyAddresses": [format!("SMTP:{mail}")],
        });
        put(company, Kind::OrgContact, mail, properties)
    })
    .collect()
}

/// Returns the applications of the directory; makes them when there are none.
pub(super) fn applications(company: &mut Company) -> Vec<ObjectId> {
    ["ERP mail connector", "Door access sync", "Shop monitoring"]
        .into_iter()
        .map(|name| {
            let properties = json!({
                "displayName": name,
                "appId": guid_of(&["contoso", "appId", name]).to_string(),
                "servicePrincipalType": "Application",
                "accountEnabled": true,
            });
            put(company, Kind::ServicePrincipal, name, properties)
        })
        .collect()
}

fn put(company: &mut Company, kind: Kind, key: &str, properties: Value) -> ObjectId {
    let tenant = company.directory.tenant.key;
    let properties = match properties {
        Value::Object(properties) => properties,
        _ => Map::new(),
    };
    company.directory.insert(Object {
        id: guid_of(&[tenant, kind.type_name(), key]),
        kind,
        properties,
        in_bin: false,
        members: Edges::new(),
        owners: Edges::new(),
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn long_description_is_as_long_as_one_may_be() {
        assert_eq!(super::LONG.chars().count(), 256);
    }
}
