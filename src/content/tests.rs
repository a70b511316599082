//! What may stand below `content/`, and how errors point at what is wrong.

use std::path::Path;

use tempfile::TempDir;

use super::{ContentError, ContentPage, Pin, read_overlays, read_pages, read_pins};
use crate::files;
use crate::model::{GroupKind, Location, OrgKey, Overlay, OverlayManual, OverlaySync};

const GROUP: &str = "3f2a9c1e-0b7d-4c55-9a51-6f0d2c8b1e77";

/// A folder with the given files below `content/`.
fn site(contents: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder for the test");
    for (name, text) in contents {
        let path = folder.path().join("content").join(name);
        files::create_dir(path.parent().expect("below the site")).expect("a folder");
        files::write_atomic(&path, text.as_bytes()).expect("a file");
    }
    folder
}

fn contoso() -> OrgKey {
    "contoso".parse().expect("a key")
}

fn overlays(text: &str) -> Result<Vec<Overlay>, ContentError> {
    let site = site(&[(&format!("contoso/groups/{GROUP}.md"), text)]);
    read_overlays(&site.path().join("content"), &contoso())
}

fn pages(contents: &[(&str, &str)]) -> Result<Vec<ContentPage>, ContentError> {
    read_pages(&site(contents).path().join("content"))
}

/// Returns place, message and hint of an error, without the folder of the overlay.
#[track_caller]
fn told<T: std::fmt::Debug>(result: Result<T, ContentError>) -> (String, Option<String>) {
    let short = |location: &Location| {
        let name = location.path.file_name().expect("a file").to_string_lossy();
        format!("{name}:{}:{}", location.line, location.column).replace(GROUP, "GID")
    };
    match result.expect_err("wrong") {
        ContentError::UnknownKey {
            key, nearest, at, ..
        } => (
            format!("{}: unknown key `{key}`", short(&at.location)),
            nearest,
        ),
        ContentError::Invalid { message, hint, at } => {
            (format!("{}: {message}", short(&at.location)), hint)
        }
        other => (other.to_string(), None),
    }
}

#[test]
fn overlay_of_a_synced_group_holds_marks_fields_and_notes() {
    let text = "+++\nsync = \"disabled\"\narchived = true\nwatch = true\naccess = [\"tier2\"]\n\n[fields]\nowner_approved = true\nreviewed = 2026-11-23\ncost = 12.5\ntags = [\"a\", \"b\"]\n+++\n\nAsk *Alex* first.\n";
    let overlay = overlays(text).expect("right").remove(0);
    let fields = [
        ("cost", "12.5"),
        ("owner_approved", "true"),
        ("reviewed", "2026-11-23"),
        ("tags", "a, b"),
    ];
    assert_eq!(
        overlay,
        Overlay {
            group: GROUP.parse().expect("an id"),
            location: Location::file(format!("content/contoso/groups/{GROUP}.md")),
            sync: Some(OverlaySync::Disabled),
            archived: true,
            deleted: false,
            manual: None,
            access: Some(vec!["tier2".into()]),
            watch: true,
            fields: fields.map(|(key, text)| (key.into(), text.into())).into(),
            notes: "Ask *Alex* first.".into(),
        }
    );
}

#[test]
fn overlay_without_front_matter_is_notes_only() {
    let overlay = overlays("\u{feff}Only notes.\r\n")
        .expect("right")
        .remove(0);
    assert_eq!(overlay.notes, "Only notes.");
    assert!(!overlay.archived && overlay.manual.is_none() && overlay.access.is_none());
}

#[test]
fn line_ends_of_another_system_change_nothing() {
    let text = "+++\nwatch = true\n[fields]\na = \"b\"\n+++\nNotes\n";
    let windows = text.replace('\n', "\r\n");
    assert_eq!(overlays(text).ok(), overlays(&windows).ok());
    assert!(overlays(text).is_ok());
}

#[test]
fn manual_group_has_its_facts_in_the_overlay() {
    let text = format!(
        "+++\nmanual = true\nname = \"Key holders\"\nkind = \"security\"\ncontacts = [\"8123\", 551]\ngroups = [\"{GROUP}\"]\n+++\n"
    );
    assert_eq!(
        overlays(&text).expect("right").remove(0).manual,
        Some(OverlayManual {
            name: "Key holders".into(),
            kind: GroupKind::Security,
            description: None,
            email: None,
            domain: None,
            contacts: vec!["8123".into(), "551".into()],
            configurations: vec![],
            groups: vec![GROUP.parse().expect("an id")],
        })
    );
}

#[test]
fn default_field_in_the_overlay_of_a_synced_group_is_refused_with_its_place() {
    for (text, place) in [
        (
            "+++\nwatch = true\ndescription = \"x\"\n+++\n",
            "GID.md:3:15: `description`",
        ),
        (
            "+++\ndisplayName = \"x\"\n+++\n",
            "GID.md:2:1: `displayName`",
        ),
        ("+++\n[fields]\nemail = \"x\"\n+++\n", "GID.md:3:1: `email`"),
    ] {
        let (message, hint) = told(overlays(text));
        assert_eq!(
            message,
            format!("{place} comes from Entra and cannot be set in an overlay")
        );
        assert!(hint.is_some());
    }
}

#[test]
fn mistakes_in_front_matter_name_place_and_remedy() {
    for (text, message, hint) in [
        (
            "+++\nwacth = true\n+++\n",
            "GID.md:2:1: unknown key `wacth`",
            Some("watch"),
        ),
        (
            "+++\nsync = \"disable\"\n+++\n",
            "GID.md:2:8: `disable` is no value of this key",
            Some("did you mean `disabled`?"),
        ),
        (
            "+++\nmanual = true\nkind = \"security\"\n+++\n",
            "GID.md:2:10: a manual group has no `name`",
            Some("add `name = \"…\"`"),
        ),
        (
            "+++\ncontacts = [\"1\"]\n+++\n",
            "GID.md:2:12: `contacts` is for manual groups only",
            Some("the members of this group come from Entra"),
        ),
        (
            "+++\nwatch = true\n",
            "GID.md:1:1: the front matter has no end",
            Some("close it with a second `+++` line"),
        ),
        (
            "---\nwatch: true\n---\n",
            "GID.md:1:1: front matter between `---` lines is not read",
            Some("write it as TOML between two `+++` lines"),
        ),
        (
            "+++\n[fields.a]\nb = 1\n+++\n",
            "GID.md:2:1: `a` holds a table, not a value",
            Some("write text, a number, a date, `true`, `false` or a list of these"),
        ),
    ] {
        assert_eq!(
            told(overlays(text)),
            (message.to_owned(), hint.map(str::to_owned))
        );
    }
}

#[test]
fn front_matter_has_limits_of_size_and_depth() {
    let long = format!("+++\n# {}\n+++\n", "x".repeat(70_000));
    assert_eq!(
        told(overlays(&long)).0,
        "GID.md:1:1: the front matter is larger than 65536 bytes"
    );
    let deep = format!(
        "+++\n[fields]\na = {}{}\n+++\n",
        "[".repeat(9000),
        "]".repeat(9000)
    );
    assert_eq!(
        told(overlays(&deep)).0,
        "GID.md:3:36: tables and arrays lie deeper than 32 levels"
    );
    let dotted = format!("+++\nfields{} = 1\n+++\n", ".a".repeat(30_000));
    assert_eq!(
        told(overlays(&dotted)).0,
        "GID.md:2:71: tables and arrays lie deeper than 32 levels"
    );
}

#[test]
fn overlay_is_named_after_its_group() {
    for name in [
        "notes.md",
        &format!("old/{GROUP}.md"),
        &format!("{}.md", GROUP.to_uppercase()),
    ] {
        let site = site(&[(&format!("contoso/groups/{name}"), "x")]);
        let error = read_overlays(&site.path().join("content"), &contoso()).expect_err("misnamed");
        assert!(matches!(error, ContentError::Name { .. }), "{error}");
    }
}

#[test]
fn pages_have_addresses_titles_and_organizations() {
    let pages = pages(&[
        ("index.md", "Welcome"),
        ("contoso/On Call.md", "# On call\n\nRing twice.\n"),
        (
            "contoso/wifi.md",
            "+++\ntitle = \"Wi-Fi\"\norder = -3\n+++\n# Rooms\n",
        ),
        (&format!("contoso/groups/{GROUP}.md"), "an overlay"),
        ("contoso/.draft.md", "hidden"),
        ("contoso/plan.txt", "no page"),
    ])
    .expect("right");
    let told: Vec<_> = pages
        .iter()
        .map(|page| {
            (
                page.slug.join("/"),
                page.title.as_str(),
                page.order,
                page.organization.as_ref().map(OrgKey::as_str),
                page.markdown.as_str(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (
                "contoso/on-call".into(),
                "On call",
                0,
                Some("contoso"),
                "Ring twice."
            ),
            (
                "contoso/wifi".into(),
                "Wi-Fi",
                -3,
                Some("contoso"),
                "# Rooms"
            ),
            (String::new(), "Index", 0, None, "Welcome"),
        ]
    );
}

#[test]
fn two_pages_with_one_address_are_refused() {
    let error = pages(&[("On-Call.md", "a"), ("on call.md", "b")]).expect_err("a collision");
    assert_eq!(
        error.to_string(),
        "`content/On-Call.md` and `content/on call.md` both become the page `on-call/`"
    );
}

#[test]
fn missing_folders_hold_nothing() {
    let site = site(&[]);
    let content = site.path().join("content");
    assert_eq!(read_pages(&content).expect("none"), []);
    assert_eq!(read_overlays(&content, &contoso()).expect("none"), []);
    assert_eq!(
        read_pins(&content, &contoso()).expect("none"),
        super::Pins::default()
    );
}

#[cfg(unix)]
#[test]
fn links_are_refused_by_name_without_being_opened() {
    let site = site(&[("page.md", "x")]);
    let link = site.path().join("content/secrets.md");
    std::os::unix::fs::symlink("/etc/passwd", &link).expect("a link");
    let error = read_pages(&site.path().join("content")).expect_err("refused");
    assert_eq!(
        error.to_string(),
        format!(
            "`{}` is a symbolic link, not a file or folder",
            link.display()
        )
    );
}

#[test]
fn pins_name_a_record_or_never() {
    let text = format!(
        "[[contact]]\nuser = \"{GROUP}\"\ncontact = 8123\n\n[[configuration]]\ndevice = \"{GROUP}\"\nnever = true\n"
    );
    let site = site(&[("contoso/matches.toml", &text)]);
    let pins = read_pins(&site.path().join("content"), &contoso()).expect("right");
    let pin = |record: Option<&str>, line| Pin {
        member: GROUP.parse().expect("an id"),
        record: record.map(str::to_owned),
        location: Location {
            path: Path::new("content/contoso/matches.toml").to_owned(),
            line,
            column: if record.is_some() { 8 } else { 10 },
        },
    };
    assert_eq!(pins.contacts, [pin(Some("8123"), 2)]);
    assert_eq!(pins.configurations, [pin(None, 6)]);
}

#[test]
fn wrong_pins_name_their_lines() {
    let pin = |rest: &str| format!("[[contact]]\nuser = \"{GROUP}\"\n{rest}\n");
    for (text, message) in [
        (
            pin("contact = \"1\"") + &pin("never = true"),
            format!(
                "`{GROUP}` is pinned twice: at `content/contoso/matches.toml:2:8` and at `content/contoso/matches.toml:5:8`"
            ),
        ),
        (
            pin(""),
            "matches.toml:1:1: a pin has neither `contact` nor `never`".into(),
        ),
        (
            pin("contact = \"1\"\nnever = true"),
            "matches.toml:1:1: a pin has both `contact` and `never`".into(),
        ),
        (
            pin("cotnact = \"1\""),
            "matches.toml:3:1: unknown key `cotnact`".into(),
        ),
    ] {
        let site = site(&[("contoso/matches.toml", &text)]);
        assert_eq!(
            told(read_pins(&site.path().join("content"), &contoso())).0,
            message
        );
    }
}
