//! The demo site in this repository: the same as `init --demo` writes, and readable throughout.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};

use rosterbook::config::{self, Site};
use rosterbook::content::{read_overlays, read_pages, read_pins};
use rosterbook::demo::{DemoTenant, STATES, site_files, start, state_time, tenants};
use rosterbook::exports::{
    ExportOptions, ExportRequest, OrganizationSelector, read_configurations, read_contacts,
};
use rosterbook::matching::{
    ConfigurationRule, ContactRule, Outcome, Pins, match_devices, match_people,
};
use rosterbook::model::{Configuration, Contact, Device, ObjectId, Person, UserType};
use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn site() -> Site {
    config::load(&root(), None).expect("a good site.toml")
}

/// With `ROSTERBOOK_UPDATE=1` the files are written anew instead.
#[test]
fn repository_holds_what_init_demo_writes() {
    let update = std::env::var_os("ROSTERBOOK_UPDATE").is_some_and(|value| value == "1");
    for (path, bytes) in site_files() {
        let file = root().join(&path);
        if update {
            std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
            std::fs::write(&file, &bytes).expect("written");
        }
        let found = std::fs::read(&file).unwrap_or_default();
        assert!(
            found == bytes,
            "`{path}` differs: run the tests with ROSTERBOOK_UPDATE=1"
        );
    }
}

#[test]
fn repository_holds_no_other_content_and_exports() {
    let known: Vec<PathBuf> = site_files()
        .into_iter()
        .map(|(path, _)| path.into())
        .collect();
    for folder in ["content", "exports"] {
        for entry in rosterbook::files::walk(&root().join(folder)).expect("a folder") {
            let path = Path::new(folder).join(entry.path);
            assert!(known.contains(&path), "{}", path.display());
        }
    }
}

#[test]
fn publish_tells_of_the_hygiene_of_groups_and_fails_for_it_in_strict_mode_only() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = |arguments: &[&str]| {
        let output = assert_cmd::Command::cargo_bin("rosterbook")
            .expect("built")
            .args(arguments)
            .current_dir(folder.path())
            .env("NO_COLOR", "1")
            .output()
            .expect("runs");
        let text = String::from_utf8(output.stderr).expect("text");
        (output.status.code(), text)
    };
    run(&["init", "--demo", "."]);
    // A suppression that has ended is a finding of the page, too.
    let site = folder.path().join("site.toml");
    let text = rosterbook::files::read_to_string(&site).expect("readable");
    let text = format!(
        "{text}\n[[health.suppress]]\nrule = \"guests\"\ngroup = \"ISO 27001\"\n\
         reason = \"the audit\"\nuntil = 2026-01-31\n"
    );
    rosterbook::files::write_if_changed(&site, text.as_bytes()).expect("written");
    for (arguments, code) in [(&["publish"][..], 0), (&["publish", "--strict"], 8)] {
        let (found, text) = run(arguments);
        assert_eq!(found, Some(code), "{text}");
        let contoso = text.lines().find(|it| it.contains("about groups"));
        let contoso = contoso.expect("a line about groups");
        assert!(contoso.starts_with("contoso: 1 error, "), "{contoso}");
        let page = |path: &str| {
            let path = folder.path().join("public/contoso/health").join(path);
            rosterbook::files::read_to_string(&path).expect("a page")
        };
        let ended = page("suppression-ended/index.html");
        assert!(ended.contains("uppression of guests for “ISO 27001” ended"));
        let said = contoso.split(" warnings").next();
        let said = said.and_then(|it| it.rsplit(' ').next());
        let said = format!("{} <span>warnings", said.expect("a number of warnings"));
        assert!(page("index.html").contains(&said), "the page has no {said}");
        assert!(
            contoso.ends_with(" about groups, on `contoso/health/`"),
            "{contoso}"
        );
    }
    for page in [
        "northwind/health/rule-user-attribute",
        "fabrikam/health/rule-member-of",
    ] {
        let page = folder.path().join("public").join(page).join("index.html");
        assert!(page.is_file(), "no example for {}", page.display());
    }
}

#[test]
fn site_names_the_tenants_of_the_demo_directory() {
    let site = site();
    let found: Vec<_> = site
        .tenants
        .iter()
        .map(|tenant| (tenant.key.as_str(), tenant.id, tenant.organization.as_str()))
        .collect();
    let expected = tenants().map(|tenant| (tenant.key, tenant.id, tenant.key));
    assert_eq!(found, expected);
    let names: Vec<_> = site
        .organizations
        .iter()
        .map(|it| it.name.as_str())
        .collect();
    assert_eq!(names, tenants().map(|tenant| tenant.name));
}

#[test]
fn content_is_readable_and_overlays_are_of_groups_that_exist() {
    let content = root().join("content");
    assert_eq!(read_pages(&content).expect("good pages").len(), 6);
    let mut overlays = BTreeMap::new();
    for organization in &site().organizations {
        read_pins(&content, &organization.key).expect("good pins");
        for overlay in read_overlays(&content, &organization.key).expect("good overlays") {
            overlays.insert(overlay.group.object(), overlay);
        }
    }
    let demo = Demo::start(&tenants()[0]);
    for (id, overlay) in &overlays {
        let there = demo.get(&format!("/v1.0/groups/{id}")).is_some();
        assert_eq!(there, overlay.manual.is_none(), "{id}");
    }
    let marks = |overlay: &rosterbook::model::Overlay| {
        (
            overlay.sync.is_some(),
            overlay.archived,
            overlay.manual.is_some(),
        )
    };
    let mut found: Vec<_> = overlays.values().map(marks).collect();
    found.sort_unstable();
    assert_eq!(
        found,
        [
            (false, false, false),
            (false, false, true),
            (false, true, false),
            (true, false, false),
        ]
    );
}

#[test]
fn times_of_the_states_follow_each_other() {
    let times: Vec<_> = (0..STATES).map(state_time).collect();
    assert!(times.is_sorted_by(|one, other| one < other));
    assert_eq!(times[0].to_string(), "2026-09-01T06:17:00Z");
    assert_eq!(times[5].to_string(), "2026-11-20T14:17:00Z");
}

/// A running directory and a token for one tenant.
struct Demo {
    server: rosterbook::demo::DemoServer,
    token: String,
}

impl Demo {
    fn start(tenant: &DemoTenant) -> Self {
        let server = start(None).expect("a server");
        let form =
            "grant_type=client_credentials&client_id=demo&client_secret=demo&scope=x%2F.default";
        let path = format!("/{}/oauth2/v2.0/token", tenant.domain);
        let body = call(server.base_url(), "POST", &path, "", form).1;
        let token = body["access_token"].as_str().expect("a token").to_owned();
        Self { server, token }
    }

    fn get(&self, path: &str) -> Option<Value> {
        let (status, body) = call(self.server.base_url(), "GET", path, &self.token, "");
        (status == 200).then_some(body)
    }

    /// Reads a stream to its end.
    fn stream(&self, name: &str) -> Vec<Value> {
        let mut objects = Vec::new();
        let mut path = format!("/v1.0/{name}/delta");
        loop {
            let page = self.get(&path).expect("a page");
            objects.extend(page["value"].as_array().expect("a list").clone());
            match page["@odata.nextLink"].as_str() {
                Some(next) => path = next.replacen(self.server.base_url(), "", 1),
                None => break,
            }
        }
        objects.retain(|object| object.get("@removed").is_none());
        objects
    }
}

/// Sends one request of HTTP/1.0 and returns status and body.
fn call(base: &str, method: &str, path: &str, token: &str, body: &str) -> (u16, Value) {
    let host = base.strip_prefix("http://").expect("a plain address");
    let mut stream = TcpStream::connect(host).expect("a connection");
    let request = format!(
        "{method} {path} HTTP/1.0\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("received");
    let (head, body) = answer.split_once("\r\n\r\n").expect("head and body");
    let status = head.split(' ').nth(1).and_then(|it| it.parse().ok());
    (
        status.expect("a status"),
        serde_json::from_str(body).expect("JSON"),
    )
}

fn text(value: &Value, key: &str) -> Option<String> {
    value[key].as_str().map(str::to_owned)
}

fn id(value: &Value) -> ObjectId {
    value["id"]
        .as_str()
        .expect("an id")
        .parse()
        .expect("a GUID")
}

fn person(value: &Value) -> Person {
    let guest = value["userType"] == "Guest";
    let list = |key: &str| value[key].as_array().cloned().unwrap_or_default();
    let mut aliases: Vec<String> = list("proxyAddresses")
        .iter()
        .chain(&list("otherMails"))
        .filter_map(Value::as_str)
        .map(|address| address.rsplit(':').next().unwrap_or(address).to_owned())
        .collect();
    let sign_in = text(value, "userPrincipalName");
    if guest && value["mail"].is_null() {
        let name = sign_in
            .as_deref()
            .and_then(|name| name.split("#EXT#").next());
        let (front, domain) = name
            .and_then(|name| name.rsplit_once('_'))
            .expect("a guest's name");
        aliases.push(format!("{front}@{domain}"));
    }
    Person {
        id: id(value),
        display_name: text(value, "displayName"),
        given_name: text(value, "givenName"),
        surname: text(value, "surname"),
        user_principal_name: sign_in.filter(|_| !guest),
        mail: text(value, "mail"),
        aliases,
        user_type: if guest {
            UserType::Guest
        } else {
            UserType::Member
        },
        account_enabled: value["accountEnabled"].as_bool(),
        on_premises: false,
        fields: BTreeMap::new(),
        limited: false,
    }
}

fn device(value: &Value) -> Device {
    Device {
        id: id(value),
        device_id: text(value, "deviceId"),
        display_name: text(value, "displayName"),
        account_enabled: None,
        operating_system: None,
        operating_system_version: None,
        manufacturer: None,
        model: None,
        trust_type: None,
        profile_type: None,
        device_ownership: None,
        is_managed: None,
        is_compliant: None,
        registered: None,
        on_premises: false,
        limited: false,
    }
}

fn records(key: &str) -> (Vec<Contact>, Vec<Configuration>) {
    let site = site();
    let organization = site.organization(key).expect("an organization");
    let selector = OrganizationSelector {
        key: key.to_owned(),
        name: organization.name.clone(),
        aliases: Vec::new(),
    };
    let options = ExportOptions::default();
    let request = |paths| ExportRequest {
        root: &site.root,
        paths,
        organization: &selector,
        options: &options,
    };
    let contacts = read_contacts(&request(&organization.contacts)).expect("readable contacts");
    let devices = read_configurations(&request(&organization.configurations)).expect("readable");
    assert_eq!(contacts.warnings, [], "{key}");
    assert_eq!(devices.warnings, [], "{key}");
    (contacts.records, devices.records)
}

/// Counts outcomes by their key.
fn tally(outcomes: &[Outcome]) -> BTreeMap<&'static str, usize> {
    let mut tally = BTreeMap::new();
    for outcome in outcomes {
        *tally.entry(outcome.key()).or_default() += 1;
    }
    tally
}

#[track_caller]
fn check_share(outcomes: &[Outcome], needed: &[&str]) {
    let tally = tally(outcomes);
    for key in needed {
        assert!(tally.contains_key(key), "no `{key}` in {tally:?}");
    }
    let matched = outcomes.iter().filter(|it| it.record().is_some()).count();
    let share = matched * 100 / outcomes.len();
    assert!((80..=90).contains(&share), "{share} % in {tally:?}");
}

#[test]
fn most_people_and_devices_match_and_every_rule_has_cases() {
    for tenant in tenants() {
        let demo = Demo::start(&tenant);
        let people: Vec<Person> = demo.stream("users").iter().map(person).collect();
        let devices: Vec<Device> = demo.stream("devices").iter().map(device).collect();
        let (contacts, configurations) = records(tenant.key);
        let people = match_people(&people, &contacts, &ContactRule::DEFAULT, &Pins::default());
        let devices = match_devices(
            &devices,
            &configurations,
            &ConfigurationRule::DEFAULT,
            &Pins::default(),
        );
        let (of_people, of_devices): (&[&str], &[&str]) = match tenant.key {
            "contoso" => (
                &["alias", "username", "full_name", "ambiguous", "none"],
                &["device_id", "name", "hostname", "ambiguous", "none"],
            ),
            "fabrikam" => (
                &["alias", "full_name", "none"],
                &["name", "hostname", "none"],
            ),
            _ => (
                &["alias", "full_name", "none"],
                &["device_id", "name", "hostname", "none"],
            ),
        };
        check_share(&people, of_people);
        check_share(&devices, of_devices);
    }
}

#[test]
fn secret_column_is_in_the_file_and_in_no_record() {
    let file = root().join("exports/contoso/configurations.csv");
    let text = std::fs::read_to_string(file).expect("a file");
    assert!(text.contains("never-show-this-"));
    let (_, configurations) = records("contoso");
    assert!(!format!("{configurations:?}").contains("never-show-this-"));
}
