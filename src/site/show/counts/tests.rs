//! A view whose number is wrong is refused, number by number.

use std::sync::Arc;

use super::*;
use crate::model::UserType;
use crate::site::testing::{group, organization};
use crate::site::view::{GuestListView, Part};
use crate::site::{Model, Shown, join, pages, show};

/// Group 0 contains 1; persons 1 and 2 are in 0, person 3 in 1.
fn model() -> Model {
    join(&organization(vec![
        group(0, &[1], &[1, 2]),
        group(1, &[], &[3]),
    ]))
}

/// Returns a page of the model with its view.
fn page(model: &Model, wanted: impl Fn(&Page) -> bool) -> (Page, View) {
    let page = pages(model).into_iter().find(wanted).expect("there is one");
    match show(model, &page, &|_| String::new()) {
        Ok(Shown::Html(_, view)) => (page, *view),
        other => panic!("no page: {other:?}"),
    }
}

/// Changes a view and returns what is said about it.
#[track_caller]
fn refused(wanted: impl Fn(&Page) -> bool, change: impl Fn(&mut View)) -> String {
    let model = model();
    let (page, mut view) = page(&model, wanted);
    assert_eq!(check(&model, &page, &view), Ok(()));
    change(&mut view);
    check(&model, &page, &view)
        .expect_err("it is wrong")
        .to_string()
}

const FIRST: fn(&Page) -> bool = |page| page.kind == PageKind::Group(0);

/// Changes the page of a group.
#[track_caller]
fn group_refused(change: impl Fn(&mut crate::site::view::GroupView)) -> String {
    refused(FIRST, |view| match view {
        View::Group(group) => change(group),
        _ => panic!("not a group"),
    })
}

#[test]
fn a_group_page_with_a_wrong_number_is_refused_by_name_and_number() {
    let path = "contoso/groups/group-000000-000100000000/index.html";
    let wrong = |what: &str, said: usize, found: usize| {
        format!("`{path}` says {said} for {what}, and has {found}")
    };
    assert_eq!(
        group_refused(|it| it.members_unmatched.total = 3),
        wrong("members_unmatched", 3, 2)
    );
    assert_eq!(
        group_refused(|it| it.effective_count = 4),
        wrong("effective_members", 4, 3)
    );
    assert_eq!(
        group_refused(|it| it.nested_direct = 2),
        wrong("nested_groups", 2, 1)
    );
    // Number and rows agree with each other, but not with the JSON.
    let lost = |it: &mut crate::site::view::GroupView| {
        it.members_unmatched.rows.pop();
        it.members_unmatched.total -= 1;
    };
    assert_eq!(
        group_refused(lost),
        wrong("`members_unmatched` in its JSON", 2, 1)
    );
    let empty = |it: &mut crate::site::view::GroupView| {
        it.owners = Part {
            total: 1,
            rows: Vec::new(),
            pager: None,
        };
    };
    assert_eq!(group_refused(empty), wrong("owners", 1, 0));
}

#[test]
fn a_list_with_a_wrong_number_is_refused() {
    let list = |page: &Page| page.path == "contoso/security-groups/index.html";
    let cell = |column: &'static str, change: fn(&mut crate::site::view::Cell)| {
        refused(list, |view| {
            let View::GroupList(list) = view else {
                panic!()
            };
            let cells = &mut list.rows[0].cells;
            let cell = cells.iter_mut().find(|it| it.column == column);
            change(cell.expect("a default column"));
        })
    };
    let page = "`contoso/security-groups/index.html` says";
    assert_eq!(
        cell("members_unmatched", |cell| cell.sort = Some("5".into())),
        format!("{page} 5 for `members_unmatched` of Group 000000, and has 2")
    );
    assert_eq!(
        cell("nested_groups", |cell| cell.more = 1),
        format!("{page} 2 for `nested_groups` of Group 000000, and has 1")
    );
    let shown = refused(list, |view| {
        let View::GroupList(list) = view else {
            panic!()
        };
        list.shown = 9;
    });
    assert_eq!(shown, format!("{page} 9 for groups, and has 2"));
}

#[test]
fn people_overview_start_and_index_are_checked() {
    let person = refused(
        |page| page.kind == PageKind::Person(2),
        |view| {
            let View::Person(person) = view else { panic!() };
            person.inherited.clear();
        },
    );
    assert!(
        person.ends_with("says 1 for inherited groups, and has 0"),
        "{person}"
    );
    let people = refused(
        |page| page.kind == PageKind::PersonList(1),
        |view| {
            let View::ObjectList(list) = view else {
                panic!()
            };
            let cells = &mut list.rows[0].cells;
            let cell = cells.iter_mut().find(|it| it.column == "groups");
            cell.expect("a default column").text = "7".into();
        },
    );
    assert!(people.contains("says 7 for `groups` of"), "{people}");
    let overview = refused(
        |page| page.kind == PageKind::Organization,
        |view| {
            let View::Organization(view) = view else {
                panic!()
            };
            view.counters[4].count = 0;
        },
    );
    assert!(
        overview.ends_with("says 0 for Unmatched, and has 3"),
        "{overview}"
    );
    let part = |change: fn(&mut crate::site::view::CounterPart)| {
        refused(
            |page| page.kind == PageKind::Organization,
            |view| {
                let View::Organization(view) = view else {
                    panic!()
                };
                change(&mut view.counters[1].parts[0]);
            },
        )
    };
    let wrong = part(|it| it.count = 3);
    let says = "says 3 for Security groups, enabled, and has 2";
    assert!(wrong.ends_with(says), "{wrong}");
    // A number that leads to other rows.
    let astray = part(|it| it.url = it.url.replace("enabled", "disabled"));
    let says = "says 2 for Security groups, enabled, and has 0";
    assert!(astray.ends_with(says), "{astray}");
    let parts = refused(
        |page| page.kind == PageKind::Organization,
        |view| {
            let View::Organization(view) = view else {
                panic!()
            };
            view.lists[1].parts.clear();
        },
    );
    let says = "says 2 for Security groups of all statuses, and has 0";
    assert!(parts.ends_with(says), "{parts}");
    let index = refused(
        |page| page.kind == PageKind::Search,
        |view| {
            let View::Search(view) = view else { panic!() };
            view.total = 4;
        },
    );
    assert!(index.ends_with("says 4 for names, and has 5"), "{index}");
    let unmatched = refused(
        |page| page.kind == PageKind::Unmatched,
        |view| {
            let View::Unmatched(view) = view else {
                panic!()
            };
            view.people.pop();
        },
    );
    assert!(
        unmatched.contains("for people without a contact"),
        "{unmatched}"
    );
}

#[test]
fn the_list_of_guests_is_checked_by_home_domain() {
    let mut input = organization(vec![group(0, &[], &[1, 2])]);
    let snapshot = input.organizations[0].tenants[0].snapshot.as_mut();
    let snapshot = snapshot.and_then(Arc::get_mut).expect("nobody else has it");
    for person in &mut snapshot.people {
        person.user_type = UserType::Guest;
    }
    let model = join(&input);
    let refused = |change: fn(&mut GuestListView)| {
        let (page, mut view) = page(&model, |page| page.kind == PageKind::GuestList(1));
        assert_eq!(check(&model, &page, &view), Ok(()));
        let View::GuestList(list) = &mut view else {
            panic!()
        };
        change(list);
        let error = check(&model, &page, &view).expect_err("it is wrong");
        error.to_string()
    };
    let page = "`contoso/guests/index.html` says";
    assert_eq!(
        refused(|it| it.domains[0].count = 3),
        format!("{page} 3 for guests of contoso.example, and has 2")
    );
    assert_eq!(
        refused(|it| it.domains.clear()),
        format!("{page} 0 for further home domains, and has 1")
    );
    let lost = refused(|it| {
        it.list.rows.pop();
    });
    assert_eq!(
        lost,
        format!("{page} 2 for the rows of this page, and has 1")
    );
}

#[test]
fn a_model_that_contradicts_itself_is_never_shown() {
    let mut model = model();
    model.organizations[0].groups[0].effective = 99;
    let page = pages(&model).into_iter().find(FIRST).expect("there is one");
    let error = show(&model, &page, &|_| String::new()).expect_err("99 is not 3");
    assert_eq!((error.said, error.found), (99, 3));
}
