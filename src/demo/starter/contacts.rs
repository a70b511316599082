//! The contacts of a company as its documentation has them: mostly right, as documentation is.
//!
//! About 85 % of the accounts meet a contact. Which person is documented how follows from the
//! person's number, so that every rule of matching has its cases.

use crate::demo::data::company::Company;
use crate::demo::data::names::{ascii, nth_name};
use crate::demo::data::staff::{Employee, Role};
use crate::demo::encoding::number_of;
use crate::demo::object::Kind;

/// A contact before it is written in the form of one tool.
#[derive(Debug, Clone)]
pub(super) struct ContactRecord {
    pub(super) id: String,
    pub(super) first: String,
    pub(super) last: String,
    pub(super) title: String,
    pub(super) kind: &'static str,
    pub(super) location: String,
    /// The main one first.
    pub(super) emails: Vec<String>,
    pub(super) phone: String,
    pub(super) notes: String,
    pub(super) archived: bool,
}

/// Returns the id of the contact of a person.
pub(super) fn id_of(login: &str) -> String {
    (40_000_000 + number_of(&["contact", login], 9_000_000)).to_string()
}

/// Returns the contacts of a company, sorted by id.
pub(super) fn of(company: &Company) -> Vec<ContactRecord> {
    let mut records: Vec<ContactRecord> = Vec::new();
    for employee in &company.staff {
        match employee.role {
            Role::Staff => records.extend(of_staff(company, employee)),
            Role::Guest => records.extend(of_guest(employee)),
            Role::Service => {}
        }
    }
    records.extend(of_nobody(company));
    if company.directory.tenant.key == "contoso" {
        // A shared mailbox has a contact; a pin says that the account is not that person.
        records.push(ContactRecord {
            id: id_of("front desk"),
            emails: vec!["info@contoso.example".into()],
            kind: "Reception",
            notes: "Answers info@; ask for Hettie".into(),
            ..blank("Hettie", "Moss")
        });
    }
    records.sort_by(|one, other| one.id.cmp(&other.id));
    records
}

fn blank(first: &str, last: &str) -> ContactRecord {
    ContactRecord {
        id: String::new(),
        first: first.to_owned(),
        last: last.to_owned(),
        title: String::new(),
        kind: "End User",
        location: String::new(),
        emails: Vec::new(),
        phone: String::new(),
        notes: String::new(),
        archived: false,
    }
}

fn of_staff(company: &Company, employee: &Employee) -> Vec<ContactRecord> {
    let tenant = &company.directory.tenant;
    let mail = employee.mail(tenant);
    let mut record = ContactRecord {
        id: id_of(&employee.login),
        title: employee.title.to_owned(),
        kind: match employee.title.starts_with("Head of") {
            true => "Decision Maker",
            false => "End User",
        },
        location: employee.office.to_owned(),
        phone: format!(
            "+44 20 7946 0{:03}",
            number_of(&[tenant.key, "phone", &employee.login], 1000)
        ),
        archived: is_disabled(company, employee),
        ..blank(&employee.given, &employee.surname)
    };
    let sign_in = format!("{}@{}", employee.login, tenant.domain);
    let by_hand = employee.surname == "Shaw-Lewis" || employee.login.starts_with("james.carter");
    match employee.number % 20 {
        // Nobody has written them down.
        3 | 9 if employee.number > 20 => return Vec::new(),
        // Known by two addresses of their own only; a pin tells who it is.
        _ if employee.surname == "Shaw-Lewis" => {
            record.first = "M.".into();
            record.emails = vec!["m.shaw.lewis@home.example".into()];
            record.notes = "Prefers his private address".into();
        }
        // No address: only the name tells, and two have the same.
        _ if by_hand => {}
        7 => record.last = format!(" {}  ", employee.surname.to_uppercase()),
        11 => record.emails = vec![format!("  {} ", mail.to_uppercase())],
        13 => record.emails = vec![employee.alias(tenant).unwrap_or(mail)],
        17 => record.emails = vec![format!("{}@home.example", employee.login), mail],
        // The office in Toronto is known by its sign-in names.
        _ if employee.office == "Toronto" => record.emails = vec![sign_in],
        _ => record.emails = vec![mail],
    }
    let mut records = vec![record];
    match employee.number % 100 {
        // Somebody documented them twice.
        42 => {
            let again = records[0].clone();
            records.push(ContactRecord {
                id: id_of(&format!("{} again", employee.login)),
                notes: "Duplicate? Check before deleting".into(),
                ..again
            });
        }
        // An old record was archived when the new one was made.
        64 => {
            let old = records[0].clone();
            records.push(ContactRecord {
                id: id_of(&format!("{} old", employee.login)),
                archived: true,
                ..old
            });
        }
        85 => records[0].notes = "=1+3 hours a week are booked on training".into(),
        _ => {}
    }
    records
}

fn is_disabled(company: &Company, employee: &Employee) -> bool {
    company
        .directory
        .get(Kind::User, employee.id)
        .is_none_or(|object| object.properties.get("accountEnabled") == Some(&false.into()))
}

/// Every second guest is documented, with the address of the own firm.
fn of_guest(employee: &Employee) -> Option<ContactRecord> {
    let address = employee.login.strip_suffix("#EXT#")?;
    let (name, domain) = address.rsplit_once('_')?;
    employee.number.is_multiple_of(2).then(|| ContactRecord {
        id: id_of(&employee.login),
        kind: "Partner",
        emails: vec![format!("{name}@{domain}")],
        ..blank(&employee.given, &employee.surname)
    })
}

/// Contacts without an account: suppliers, former staff, people without a computer.
fn of_nobody(company: &Company) -> Vec<ContactRecord> {
    const KINDS: [&str; 3] = ["Supplier", "End User", "Former Employee"];
    let key = company.directory.tenant.key;
    let count = company.staff.len() / 20;
    let first = 3000 + number_of(&["nobody", key], 400) as usize;
    (0..count)
        .map(|place| {
            let (given, surname) = nth_name(first + place);
            let kind = KINDS[place % KINDS.len()];
            let login = format!("{}.{}", ascii(given), ascii(surname));
            let domain = match kind {
                "Supplier" => "supplier.example",
                _ => company.directory.tenant.domain,
            };
            ContactRecord {
                id: id_of(&format!("{key} nobody {place}")),
                kind,
                emails: match place % 4 {
                    1 => Vec::new(),
                    _ => vec![format!("{login}.{place}@{domain}")],
                },
                archived: kind == "Former Employee",
                ..blank(given, surname)
            }
        })
        .collect()
}
