//! Views of the other pages: overviews, lists of objects, runbooks, what people wrote.

use super::health;
use super::sample::{changes, facts, link, marks, member};
use crate::site::view::*;

pub(super) fn freshness(name: &str) -> FreshnessView {
    let row = |outcome| FreshnessRow {
        tenant: "contoso".to_owned(),
        name: name.to_owned(),
        connection: name.to_owned(),
        outcome,
        words: name.to_owned(),
        text: "2026-11-20 14:17 UTC".to_owned(),
        local: "2026-11-20 15:17 CET".to_owned(),
        iso: Some("2026-11-20T14:17:00Z".to_owned()),
        problem: Some(name.to_owned()),
        streams: vec![StreamRow {
            name: "groups".to_owned(),
            text: "2026-11-20 14:17 UTC".to_owned(),
            iso: "2026-11-20T14:17:00Z".to_owned(),
        }],
    };
    FreshnessView {
        worst: vec![vec!["contoso".to_owned()]],
        tenants: vec![row("complete"), row("failed")],
        stale_after: 10_800,
        digest: "0123456789ab".to_owned(),
    }
}

fn counts() -> StatusCounts {
    StatusCounts {
        total: 6,
        enabled: 3,
        orphaned: 2,
        disabled: 1,
        manual: 0,
        archived: 1,
    }
}

pub(super) fn quality(name: &str) -> QualityBar {
    QualityBar {
        label: name.to_owned(),
        matched: 3,
        total: 4,
        percent: 75,
    }
}

fn counter(name: &str) -> Counter {
    Counter {
        key: "groups",
        label: "Groups",
        count: 6,
        url: "contoso/security-groups/index.html".to_owned(),
        note: name.to_owned(),
        parts: vec![CounterPart {
            key: "enabled",
            word: "enabled",
            count: 6,
            url: "contoso/security-groups/index.html#status=enabled".to_owned(),
        }],
    }
}

pub(super) fn home(name: &str) -> HomeView {
    HomeView {
        organizations: vec![HomeRow {
            key: "contoso".to_owned(),
            name: name.to_owned(),
            url: "contoso/index.html".to_owned(),
            lists: vec![counter(name)],
            people: 40,
            people_url: "contoso/people/index.html".to_owned(),
            devices: 20,
            devices_url: "contoso/devices/index.html".to_owned(),
            unmatched: 12,
            unmatched_url: "contoso/unmatched/index.html".to_owned(),
            quality: quality(name),
            changes: 7,
            changes_url: "contoso/changes/index.html".to_owned(),
            changes_until: "2026-11-20".to_owned(),
            findings: health::counts(),
            state: "2026-11-20 14:17 UTC".to_owned(),
            tenants: "contoso fabrikam".to_owned(),
        }],
        intro_html: "<p>Welcome.</p>".to_owned(),
    }
}

pub(super) fn organization(name: &str) -> OrganizationView {
    OrganizationView {
        name: name.to_owned(),
        counters: vec![counter(name)],
        lists: vec![counter(name)],
        quality: vec![quality(name)],
        changes_day: 1,
        changes_day_url: "contoso/changes/index.html#since=1".to_owned(),
        changes_week: 7,
        changes_week_url: "contoso/changes/index.html#since=2".to_owned(),
        changes_until: "2026-11-20".to_owned(),
        changes: changes(name).days,
        changes_url: "contoso/changes/index.html".to_owned(),
        sparkline: Some(health::sparkline()),
        findings: health::counts(),
        top_findings: vec![health::card("error")],
        runbooks: vec![link(name, "contoso/runbooks/monthly/index.html")],
        pages: vec![link(name, "contoso/vpn/index.html")],
        intro_html: "<p>Hello.</p>".to_owned(),
        empty_hint: Some(name.to_owned()),
    }
}

pub(super) fn objects(name: &str) -> ListView {
    let mut view = super::sample::list(name, 1);
    view.key = "people";
    view.guests = Some(super::sample::guest_count());
    view.caption = name.to_owned();
    let shown = |kind: &str| !matches!(kind, "status" | "names" | "inline" | "actions");
    view.columns.retain(|column| shown(column.kind));
    let row = &mut view.rows[0];
    row.cells.retain(|cell| shown(cell.kind));
    row.status = "";
    row.match_key = "alias";
    row.reason = None;
    row.archived = false;
    view
}

pub(super) fn guests(name: &str) -> GuestListView {
    let home = |domain: &str| HomeDomain {
        domain: domain.to_owned(),
        count: 2,
        url: "contoso/guests/index.html#domain=fabrikam.example".to_owned(),
    };
    let mut list = objects(name);
    list.key = "guests";
    list.guests = None;
    list.rows[0].anchor = Some("domain=fabrikam.example".to_owned());
    GuestListView {
        list,
        domains: (0..7).flat_map(|_| [home(name), home("")]).collect(),
        more: 3,
        more_guests: 4,
    }
}

fn unmatched_row(name: &str) -> UnmatchedRow {
    UnmatchedRow {
        id: "1".to_owned(),
        name: name.to_owned(),
        url: None,
        detail: name.to_owned(),
        reason: name.to_owned(),
        match_key: "ambiguous",
        candidates: vec![
            link(name, "contoso/contacts/c-1/index.html"),
            link(name, ""),
        ],
        groups: 3,
    }
}

pub(super) fn unmatched(name: &str) -> UnmatchedView {
    UnmatchedView {
        people: vec![unmatched_row(name)],
        devices: vec![unmatched_row(name)],
        contacts: Vec::new(),
        configurations: vec![unmatched_row(name)],
    }
}

fn runbook_group(name: &str) -> RunbookGroup {
    let nested = NestedRow {
        id: "2".to_owned(),
        name: name.to_owned(),
        url: Some("#group-2".to_owned()),
        kind_label: String::new(),
        depth: 1,
        cycle: false,
        again: false,
        cut: false,
        inside: "1 member".to_owned(),
        marks: Vec::new(),
    };
    RunbookGroup {
        id: "1".to_owned(),
        anchor: "group-1".to_owned(),
        name: name.to_owned(),
        kind_label: "Security group",
        status: "disabled",
        word: "Disabled",
        reason: Some(name.to_owned()),
        marks: marks(),
        facts: facts(name),
        members_note: Some(name.to_owned()),
        members: vec![member("m", name, None)],
        devices: vec![member("d", name, None)],
        owners: vec![member("o", name, None)],
        nested: vec![nested.clone()],
        parents: vec![nested],
        notes_html: "<p>Our own <strong>notes</strong>.</p>".to_owned(),
    }
}

pub(super) fn runbook(name: &str) -> RunbookView {
    let section = |key: &str| RunbookSection {
        key: key.to_owned(),
        title: name.to_owned(),
        anchor: format!("section-{key}"),
        groups: if key == "security_groups" {
            vec![runbook_group(name)]
        } else {
            Vec::new()
        },
        people: vec![RunbookPerson {
            id: "1".to_owned(),
            name: name.to_owned(),
            detail: name.to_owned(),
            marks: marks(),
            groups: vec![NameItem {
                name: name.to_owned(),
                url: Some("#group-1".to_owned()),
            }],
        }],
        changes: changes(name).days,
        since: Some("2026-11-01".to_owned()),
        counts: Some(counts()),
        quality: vec![quality(name)],
        unmatched: vec![unmatched_row(name)],
    };
    RunbookView {
        name: "monthly".to_owned(),
        title: name.to_owned(),
        organization: name.to_owned(),
        author: name.to_owned(),
        language: "en".to_owned(),
        state: "2026-11-20 14:17 UTC".to_owned(),
        digest: "0123456789ab".to_owned(),
        classification: Some(name.to_owned()),
        logo: Some("data:image/png;base64,iVBORw0KGgo=".to_owned()),
        control: vec![DocumentRow {
            label: "Author",
            value: name.to_owned(),
        }],
        sections: [
            "summary",
            "changes",
            "microsoft_365_groups",
            "security_groups",
            "people",
            "unmatched",
        ]
        .map(section)
        .to_vec(),
        version: "0.1.0",
    }
}

pub(super) fn runbooks(name: &str) -> RunbookListView {
    RunbookListView {
        runbooks: vec![RunbookLink {
            title: name.to_owned(),
            url: "contoso/runbooks/monthly/index.html".to_owned(),
            sections: name.to_owned(),
            classification: Some(name.to_owned()),
        }],
    }
}

pub(super) fn index(name: &str) -> SearchView {
    SearchView {
        letters: vec![IndexLetter {
            letter: "A".to_owned(),
            anchor: "a".to_owned(),
            entries: vec![IndexEntry {
                name: name.to_owned(),
                url: "contoso/people/a-1/index.html".to_owned(),
                kind: "Person",
                detail: name.to_owned(),
            }],
        }],
        jumps: vec![IndexJump {
            letter: "A".to_owned(),
            url: "search/a/index.html".to_owned(),
            count: 1,
            current: true,
        }],
        pager: None,
        total: 2,
    }
}
