//! Views with invented data, as rich as the templates can take; `name` goes wherever data goes.

use crate::site::view::*;

pub(super) fn shell(page: &'static str, root: &str) -> Shell {
    let link = |key: &str, text: &str, icon: &str| MenuEntry {
        key: key.to_owned(),
        text: text.to_owned(),
        icon: icon.to_owned(),
        url: format!("contoso/{key}/index.html"),
        current: key == "people",
    };
    let frame = Frame {
        site_title: "Northwind IT".to_owned(),
        language: "en".to_owned(),
        root: root.to_owned(),
        organization: Some("contoso".to_owned()),
        organization_name: Some("Contoso Ltd".to_owned()),
        organizations: vec![OrganizationLink {
            key: "contoso".to_owned(),
            name: "Contoso Ltd".to_owned(),
            url: "contoso/index.html".to_owned(),
            current: true,
        }],
        menu: vec![MenuSection {
            title: "Apps & Services".to_owned(),
            entries: vec![
                link("security-groups", "Security groups", "shield"),
                link("people", "People", "users"),
            ],
        }],
        tenants: "contoso".to_owned(),
        version: "0.1.0",
        links: vec![Link {
            text: "Help".to_owned(),
            url: "https://help.example/".to_owned(),
        }],
    };
    Shell {
        page,
        title: "Page – Contoso Ltd – Northwind IT".to_owned(),
        heading: "Page".to_owned(),
        frame: frame.into(),
        breadcrumbs: vec![
            Crumb {
                text: "Home".to_owned(),
                url: Some("index.html".to_owned()),
            },
            Crumb {
                text: "Page".to_owned(),
                url: None,
            },
        ],
        state: Some(State {
            text: "2026-11-20 14:17 UTC".to_owned(),
            iso: "2026-11-20T14:17:00Z".to_owned(),
        }),
        canonical: None,
    }
}

pub(super) fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

pub(super) fn link(text: &str, url: &str) -> Link {
    Link {
        text: text.to_owned(),
        url: url.to_owned(),
    }
}

pub(super) fn marks() -> Vec<Mark> {
    vec![Mark {
        key: "guest",
        label: "Guest",
        detail: some("fabrikam.example"),
    }]
}

pub(super) fn fact(kind: &'static str, value: &str, url: Option<&str>) -> Fact {
    Fact {
        key: kind.to_owned(),
        label: format!("A {kind}"),
        value: value.to_owned(),
        wide: value.len() > 26,
        kind,
        url: url.map(str::to_owned),
        iso: (kind == "time").then(|| "2026-11-20T14:17:00Z".to_owned()),
        note: some("seen by sync"),
    }
}

pub(super) fn facts(name: &str) -> Vec<Fact> {
    vec![
        fact("text", name, None),
        fact("code", name, None),
        fact("time", "2026-11-20", None),
        fact("link", name, Some("mailto:info@contoso.example")),
        fact("long", name, Some("javascript:alert(1)")),
    ]
}

pub(super) fn member(id: &str, name: &str, url: Option<&str>) -> MemberRow {
    MemberRow {
        id: id.to_owned(),
        kind: "user".to_owned(),
        kind_label: "Person".to_owned(),
        match_key: if url.is_some() { "alias" } else { "none" },
        match_words: "Matched by alias".to_owned(),
        name: name.to_owned(),
        detail: name.to_owned(),
        url: url.map(str::to_owned),
        object_url: some("contoso/people/a-1/index.html"),
        pin: some(name),
        marks: marks(),
    }
}

pub(super) fn nested(name: &str, depth: usize, cycle: bool) -> NestedRow {
    NestedRow {
        id: "2".to_owned(),
        name: name.to_owned(),
        url: (depth < 3).then(|| "contoso/groups/b-2/index.html".to_owned()),
        kind_label: "Security group".to_owned(),
        depth,
        cycle,
        again: depth > 2,
        cut: false,
        inside: name.to_owned(),
        marks: marks(),
    }
}

pub(super) fn days(name: &str) -> Vec<ChangeDay> {
    let line = |symbol| ChangeLine {
        kind: "member_added",
        symbol,
        parts: vec![
            ChangePart {
                text: name.to_owned(),
                url: some("contoso/people/a-1/index.html"),
                is_name: true,
            },
            ChangePart {
                text: " was added".to_owned(),
                url: None,
                is_name: false,
            },
        ],
        is_watched: true,
        is_baseline: true,
        happened: some("2026-11-18 22:37 UTC"),
        happened_iso: some("2026-11-18T22:37:04Z"),
        events: 2,
        rest: vec![ChangePart {
            text: name.to_owned(),
            url: None,
            is_name: true,
        }],
        detail: some(name),
        actor: some(name),
    };
    vec![ChangeDay {
        date: "2026-11-20".to_owned(),
        runs: vec![ChangeRun {
            time: "14:17 UTC".to_owned(),
            iso: "2026-11-20T14:17:00Z".to_owned(),
            lines: ["added", "removed", "changed", "gone", "returned"]
                .map(line)
                .to_vec(),
        }],
    }]
}

pub(super) fn pager() -> Pager {
    let page = |number: usize| PageLink {
        number,
        url: format!("contoso/security-groups/page/{number}/index.html"),
        current: number == 1,
    };
    Pager {
        number: 1,
        count: 2,
        first: 1,
        last: 3,
        total: 6,
        previous: None,
        next: some("contoso/security-groups/page/2/index.html"),
        pages: vec![page(1), page(2)],
    }
}

fn cell(kind: &'static str, text: &str, names: Vec<NameItem>, more: usize) -> Cell {
    Cell {
        column: kind.to_owned(),
        kind,
        text: text.to_owned(),
        url: some("contoso/groups/a-1/index.html#members-matched"),
        sort: (kind == "time").then(|| "2026-11-20T14:17:00Z".to_owned()),
        unknown: kind == "number" && text == "not read",
        note: some(text),
        label: some(text),
        names,
        more,
    }
}

pub(super) fn guest_count() -> GuestCount {
    GuestCount {
        count: 2,
        url: some("contoso/guests/index.html"),
    }
}

pub(super) fn list(name: &str, rows: usize) -> ListView {
    let item = |url: Option<&str>| NameItem {
        name: name.to_owned(),
        url: url.map(str::to_owned),
    };
    let names = || vec![item(Some("contoso/contacts/c-1/index.html")), item(None)];
    let cells = vec![
        cell("name", name, Vec::new(), 0),
        cell("names", "2", names(), 3),
        cell("inline", "", names(), 1),
        cell("text", name, Vec::new(), 0),
        cell("number", "7", Vec::new(), 0),
        cell("record", name, Vec::new(), 0),
        cell("status", "Orphaned", Vec::new(), 0),
        cell("time", "2026-11-20", Vec::new(), 0),
        cell("actions", "", names(), 0),
    ];
    let column = |cell: &Cell| Column {
        key: cell.column.clone(),
        label: "Spelled out".to_owned(),
        short: "Short".to_owned(),
        sort: if cell.kind == "names" {
            "number"
        } else {
            "text"
        },
        kind: cell.kind,
        anchor: "",
        can_hide: true,
    };
    ListView {
        key: "security_groups",
        data_url: "assets/data/list-contoso-security_groups.js".to_owned(),
        caption: "Security groups of Contoso Ltd".to_owned(),
        columns: cells.iter().map(column).collect(),
        rows: (0..rows)
            .map(|at| ListRow {
                id: format!("g{at}"),
                status: ["enabled", "orphaned", "disabled"][at % 3],
                match_key: "",
                reason: some(name),
                archived: at % 3 == 2,
                manual: at % 3 == 1,
                kind_label: "Security group",
                marks: marks(),
                anchor: None,
                cells: cells.clone(),
            })
            .collect(),
        archived: 1,
        shown: 2,
        pager: pager(),
        json_url: "contoso/groups.json".to_owned(),
        csv_url: "contoso/groups.csv".to_owned(),
        guests: None,
    }
}

pub(super) fn related(name: &str, direct: bool) -> RelatedRow {
    RelatedRow {
        id: "r1".to_owned(),
        name: name.to_owned(),
        url: "contoso/groups/a-1/index.html".to_owned(),
        kind_label: "Security group",
        direct,
        path: vec![PathStep {
            text: name.to_owned(),
            url: some("contoso/groups/b-2/index.html"),
            frozen: Some("Archived"),
        }],
        through: name.to_owned(),
        step: 0,
        apart: some(name),
        leaving: name.to_owned(),
        rule: some(name),
        marks: marks(),
    }
}

pub(super) fn owned(name: &str) -> Vec<OwnedRow> {
    vec![OwnedRow {
        id: "r1".to_owned(),
        name: name.to_owned(),
        url: "contoso/groups/a-1/index.html".to_owned(),
        apart: some(name),
        only_owner: true,
        marks: marks(),
    }]
}

pub(super) fn object(name: &str) -> ObjectView {
    ObjectView {
        id: "1".to_owned(),
        kind: "person",
        name: name.to_owned(),
        marks: marks(),
        facts: facts(name),
        matched: MatchView {
            key: "alias",
            words: name.to_owned(),
            records: vec![link(name, "contoso/contacts/c-1/index.html")],
            near: vec![NearRow {
                name: name.to_owned(),
                url: "contoso/contacts/c-1/index.html".to_owned(),
                reason: "its name is similar",
            }],
            pin: some(name),
        },
        has_unread: true,
        direct: vec![related(name, true)],
        inherited: vec![related(name, false)],
        owned: owned(name),
        devices: belongings(name),
        reach: vec![link(name, "mailto:a@b.example"), link(name, "tel:+491")],
        changes: days(name),
        manage_url: some("https://entra.example/user/1"),
    }
}

pub(super) fn record(name: &str) -> RecordView {
    RecordView {
        id: "1".to_owned(),
        kind: "contact",
        name: name.to_owned(),
        marks: marks(),
        facts: facts(name),
        extra: facts(name),
        source_url: some("https://docs.example/1"),
        objects: vec![link(name, "contoso/people/a-1/index.html"), link(name, "")],
        rules: vec![name.to_owned(), name.to_owned()],
        candidate_of: vec![link(name, "contoso/people/a-1/index.html")],
        entries_hidden: false,
        has_unread: true,
        direct: vec![related(name, true)],
        inherited: vec![related(name, false)],
        owned: owned(name),
        devices: belongings(name),
        belongs_to: Some(link(name, "contoso/contacts/c-1/index.html")),
        reach: vec![link(name, "mailto:a@b.example")],
    }
}

fn belongings(name: &str) -> Vec<BelongingRow> {
    vec![BelongingRow {
        name: name.to_owned(),
        url: "contoso/configurations/d-1/index.html".to_owned(),
        detail: name.to_owned(),
        device: Some(link(name, "contoso/devices/d-1/index.html")),
        marks: marks(),
    }]
}

pub(super) fn changes(name: &str) -> ChangesView {
    ChangesView {
        days: days(name),
        feeds: Vec::new(),
        kinds: Vec::new(),
        pager: pager(),
    }
}
