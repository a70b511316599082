//! The page of a group with a bit of everything.

use super::sample::{days, facts, marks, member, nested, pager, some};
use crate::site::view::*;

fn part<T>(rows: Vec<T>) -> Part<T> {
    Part {
        total: rows.len(),
        rows,
        pager: None,
    }
}

fn effective(name: &str) -> Vec<EffectiveRow> {
    let step = |url: Option<String>, frozen| PathStep {
        text: name.to_owned(),
        url,
        frozen,
    };
    let row = |at: usize| EffectiveRow {
        id: format!("m{at}"),
        kind: "user".to_owned(),
        name: name.to_owned(),
        url: None,
        direct: at.is_multiple_of(2),
        path: vec![
            step(some("contoso/groups/b-2/index.html"), None),
            step(None, Some("Orphaned")),
        ],
        marks: marks(),
    };
    (0..203).map(row).collect()
}

fn picture(name: &str) -> PictureView {
    let node = |x, kind, url| PictureNode {
        x,
        y: 0,
        width: 200,
        height: 54,
        kind,
        status: "orphaned",
        url,
        title: name.to_owned(),
        lines: vec![name.to_owned(), name.to_owned()],
        info: name.to_owned(),
    };
    let edge = |cycle| PictureEdge {
        title: name.to_owned(),
        line: "M200 20H272".to_owned(),
        tip: "M264 16L271 20L264 24z".to_owned(),
        cycle,
    };
    PictureView {
        width: 744,
        height: 78,
        left: -36,
        groups: 3,
        nodes: vec![
            node(0, "home", None),
            node(272, "group", some("contoso/groups/b-2/index.html")),
            node(544, "plain", None),
        ],
        edges: vec![edge(false), edge(true)],
        cycles: true,
    }
}

pub(super) fn group_part(name: &str) -> GroupPartView {
    GroupPartView {
        id: "1".to_owned(),
        name: name.to_owned(),
        url: "contoso/groups/a-1/index.html".to_owned(),
        status: "enabled",
        word: "Enabled",
        archived: true,
        manual: false,
        list: "members-matched",
        total: 6,
        members: vec![member("m", name, None)],
        groups: vec![nested(name, 1, false)],
        effective: effective(name),
        pager: pager(),
    }
}

pub(super) fn group(name: &str) -> GroupView {
    GroupView {
        id: "1".to_owned(),
        name: name.to_owned(),
        kind_label: "Security group",
        icon: "shield".to_owned(),
        status: "orphaned",
        word: "Orphaned",
        reasons: vec![name.to_owned(), "Twice".to_owned()],
        archived: true,
        manual: false,
        frozen: some(name),
        connection: name.to_owned(),
        marks: marks(),
        facts: facts(name),
        members_note: Some(MemberNote {
            text: name.to_owned(),
        }),
        unlisted: None,
        members_total: 206,
        partial: true,
        has_unread: true,
        guests_hidden: true,
        owners_hidden: true,
        members_matched: part(
            (0..203)
                .map(|at| {
                    member(
                        &format!("m{at}"),
                        name,
                        Some("contoso/contacts/c-1/index.html"),
                    )
                })
                .collect(),
        ),
        members_unmatched: Part {
            pager: Some(pager()),
            ..part(vec![member("u", name, None)])
        },
        devices_matched: part(vec![member(
            "d",
            name,
            Some("contoso/configurations/d-1/index.html"),
        )]),
        devices_unmatched: part(vec![member("e", name, None)]),
        guests_counted: Some(2),
        owners: part(vec![member(
            "o",
            name,
            Some("contoso/contacts/c-2/index.html"),
        )]),
        nested: part(vec![
            nested(name, 1, false),
            nested(name, 2, true),
            nested(name, 12, false),
        ]),
        nested_direct: 1,
        parents: part(vec![nested(name, 1, false)]),
        cycles: vec![name.to_owned()],
        picture: Some(picture(name)),
        effective: part(effective(name)),
        effective_count: 203,
        effective_words: "at least 203".to_owned(),
        effective_least: true,

        changes: days(name),
        health: super::health::of_group(name),
        custom: vec![CustomValue {
            key: "owner".to_owned(),
            label: name.to_owned(),
            kind: "text",
            value: name.to_owned(),
            hint: some(name),
            missing: false,
        }],
        notes_html: "<p>Our own <strong>notes</strong>.</p>".to_owned(),
        access: AccessView {
            text: name.to_owned(),
            audiences: vec![name.to_owned()],
        },
        manage_url: some("https://entra.example/group/1"),
        edit_url: some("https://git.example/1"),
        json_url: "contoso/groups/a-1/group.json".to_owned(),
        csv_url: "contoso/groups/a-1/members.csv".to_owned(),
    }
}
