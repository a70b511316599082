//! The list of guests: by home domain, with a count for each (FEATURES.md W10).

use std::cmp::Reverse;
use std::fmt::Write as _;

use super::column::{GUESTS, OBJECT_DEFAULT, of_objects};
use super::list_data::list_data_url;
use super::objects::person_row;
use super::pager::pager;
use crate::config::GuestsShown;
use crate::site::address::{guest_list, list_page};
use crate::site::model::{Index, Model, Organization};
use crate::site::pages::ROWS;
use crate::site::view::{Column, GuestCount, GuestListView, HomeDomain, ListRow, ListView};

/// The most home domains with a count of their own.
const DOMAINS: usize = 200;

/// The answer of guests whose home is not known; a domain has a dot.
pub(super) const UNKNOWN: &str = "unknown";

/// Returns how many guests there are, as far as pages may tell; `None` when they may not.
pub(super) fn count(model: &Model, organization: &Organization) -> Option<GuestCount> {
    match model.site.privacy.guests {
        GuestsShown::Show => Some(GuestCount {
            count: organization.guests.len(),
            url: Some(list_page(&guest_list(&organization.key), 1)),
        }),
        GuestsShown::Count => Some(GuestCount {
            count: organization.guests_left_out,
            url: None,
        }),
        GuestsShown::Hide => None,
    }
}

/// Returns page `number` of the list of guests.
pub(super) fn guests(organization: &Organization, number: usize) -> GuestListView {
    let key = &organization.key;
    let columns = of_objects(&GUESTS[..OBJECT_DEFAULT]);
    let total = organization.guests.len();
    let (pager, range) = pager(&guest_list(key), number, total, ROWS);
    let rows = range.map(|at| ListRow {
        anchor: is_first(organization, at)
            .then(|| format!("domain={}", answer(&organization.guests[at].home))),
        ..guest_row(organization, at as Index, &columns)
    });
    let mut domains = match number {
        1 => domains(organization),
        _ => Vec::new(),
    };
    let rest = domains.split_off(domains.len().min(DOMAINS));
    GuestListView {
        list: ListView {
            key: "guests",
            data_url: list_data_url(key, "guests"),
            caption: format!("Guests who are in a group of {}", organization.name),
            rows: rows.collect(),
            columns,
            archived: 0,
            shown: total,
            pager,
            json_url: format!("{key}/people.json"),
            csv_url: format!("{key}/people.csv"),
            guests: None,
        },
        domains,
        more: rest.len(),
        more_guests: rest.iter().map(|it| it.count).sum(),
    }
}

/// Returns the row of a guest, by its place in the list: that it is one goes without saying there.
pub(super) fn guest_row(organization: &Organization, at: Index, columns: &[Column]) -> ListRow {
    let guest = &organization.guests[at as usize];
    let mut row = person_row(organization, guest.person, columns);
    row.marks.retain(|mark| mark.key != "guest");
    row
}

/// Returns what a guest answers to the question of the home domain.
pub(super) fn answer(home: &Option<String>) -> &str {
    home.as_deref().unwrap_or(UNKNOWN)
}

fn is_first(organization: &Organization, at: usize) -> bool {
    let guests = &organization.guests;
    at == 0 || guests[at - 1].home != guests[at].home
}

/// Returns the address of the first guest with this home.
///
/// Its fragment is both the row's anchor and, for scripts, the filter that leaves only those rows.
pub(super) fn rows_of(organization: &Organization, home: &Option<String>) -> String {
    let before = organization
        .guests
        .partition_point(|it| (it.home.is_none(), &it.home) < (home.is_none(), home));
    address(organization, before, home)
}

fn address(organization: &Organization, first: usize, home: &Option<String>) -> String {
    let mut url = list_page(&guest_list(&organization.key), first / ROWS + 1);
    url.push_str("#domain=");
    for byte in answer(home).bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') {
            url.push(char::from(byte));
        } else {
            let _ = write!(url, "%{byte:02X}");
        }
    }
    url
}

/// Returns all home domains with their guests: most guests first, then by name, the unknown last.
fn domains(organization: &Organization) -> Vec<HomeDomain> {
    let guests = &organization.guests;
    let mut domains = Vec::new();
    let mut first = 0;
    for same in guests.chunk_by(|one, next| one.home == next.home) {
        domains.push(HomeDomain {
            domain: same[0].home.clone().unwrap_or_default(),
            count: same.len(),
            url: address(organization, first, &same[0].home),
        });
        first += same.len();
    }
    // They come by name, which decides between those with equally many guests.
    domains.sort_by_key(|it| (it.domain.is_empty(), Reverse(it.count)));
    domains
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::UserType;
    use crate::site::join;
    use crate::site::testing::{group, organization as site};

    /// Makes a site whose people are guests with these addresses.
    fn model(addresses: &[&str]) -> Model {
        let numbers: Vec<u32> = (0..addresses.len() as u32).collect();
        let mut input = site(vec![group(0, &[], &numbers)]);
        let snapshot = input.organizations[0].tenants[0].snapshot.as_mut();
        let snapshot = snapshot.and_then(Arc::get_mut).expect("nobody else has it");
        for (person, address) in snapshot.people.iter_mut().zip(addresses) {
            person.user_type = UserType::Guest;
            person.mail = Some((*address).to_owned());
        }
        join(&input)
    }

    /// Returns the home domain of a row, as its column says.
    fn home(row: &ListRow) -> &str {
        let cell = row.cells.iter().find(|it| it.column == "domain");
        &cell.expect("a default column").text
    }

    #[test]
    fn each_count_leads_to_as_many_rows_that_stand_together() {
        let mut addresses = vec!["a@zeta.example"; 575];
        addresses.extend(["b@Alpha.example"; 520]);
        addresses.extend(["c@b\u{fc}cher.example"; 3]);
        addresses.extend(["nobody", "d@<b>.example"]);
        let model = model(&addresses);
        let organization = &model.organizations[0];
        let pages: Vec<GuestListView> = (1..=3).map(|at| guests(organization, at)).collect();
        let counts: Vec<(&str, usize)> = pages[0]
            .domains
            .iter()
            .map(|it| (it.domain.as_str(), it.count))
            .collect();
        assert_eq!(
            counts,
            [
                ("zeta.example", 575),
                ("alpha.example", 520),
                ("b\u{fc}cher.example", 3),
                ("", 2),
            ]
        );
        assert!(pages[1].domains.is_empty());
        let urls: Vec<&str> = pages[0].domains.iter().map(|it| it.url.as_str()).collect();
        assert_eq!(
            urls,
            [
                "contoso/guests/page/2/index.html#domain=zeta.example",
                "contoso/guests/index.html#domain=alpha.example",
                "contoso/guests/page/2/index.html#domain=b%C3%BCcher.example",
                "contoso/guests/page/3/index.html#domain=unknown",
            ]
        );
        for counted in &pages[0].domains {
            let number = match counted.url.split('/').nth(3) {
                Some(number) => number.parse().expect("the number of a page"),
                None => 1,
            };
            let answer = match counted.domain.as_str() {
                "" => UNKNOWN,
                domain => domain,
            };
            let rows = pages[number - 1..].iter().flat_map(|page| &page.list.rows);
            let anchor = format!("domain={answer}");
            let rows = rows.skip_while(|it| it.anchor.as_deref() != Some(&anchor));
            let rows = rows.take_while(|it| home(it) == counted.domain);
            assert_eq!(rows.count(), counted.count, "{}", counted.url);
            let home = Some(counted.domain.clone()).filter(|it| !it.is_empty());
            assert_eq!(rows_of(organization, &home), counted.url);
        }
    }

    #[test]
    fn home_domains_beyond_the_first_are_counted_together() {
        let addresses: Vec<String> = (0..250).map(|at| format!("a@d{at}.example")).collect();
        let addresses: Vec<&str> = addresses.iter().map(String::as_str).collect();
        let model = model(&addresses);
        let page = guests(&model.organizations[0], 1);
        assert_eq!(
            (page.domains.len(), page.more, page.more_guests),
            (200, 50, 50)
        );
    }
}
