//! The people of Contoso: staff, guests, and accounts that are nobody's.

use serde_json::json;

use crate::demo::data::company::Company;
use crate::demo::data::names::nth_name;
use crate::demo::data::staff::Hire;

/// A department: its name, how many people it has beside
/// its named ones, and their job titles.
pub(super) struct Department {
    pub(super) name: &'static str,
    people: usize,
    titles: [&'static str; 3],
}

const fn department(name: &'static str, people: usize, titles: [&'static str; 3]) -> Department {
    Department {
        name,
        people,
        titles,
    }
}

pub(super) const DEPARTMENTS: [Department; 12] = [
    department(
        "Production",
        114,
        [
            "Machine Operator",
            "Assembly Technician",
            "Quality Inspector",
        ],
    ),
    department(
        "Logistics",
        76,
        ["Warehouse Operative", "Dispatcher", "Fleet Coordinator"],
    ),
    department(
        "Customer Service",
        66,
        ["Service Agent", "Service Agent", "Returns Specialist"],
    ),
    department(
        "Sales",
        74,
        ["Account Manager", "Sales Representative", "Sales Assistant"],
    ),
    department(
        "Engineering",
        68,
        ["Design Engineer", "Process Engineer", "CAD Technician"],
    ),
    department(
        "Research",
        22,
        ["Research Engineer", "Materials Scientist", "Test Engineer"],
    ),
    department(
        "Finance",
        31,
        ["Accountant", "Payroll Specialist", "Financial Analyst"],
    ),
    department(
        "Marketing",
        26,
        ["Content Editor", "Campaign Manager", "Graphic Designer"],
    ),
    department(
        "IT",
        20,
        [
            "Systems Engineer",
            "Service Desk Analyst",
            "Application Manager",
        ],
    ),
    department(
        "Human Resources",
        17,
        ["HR Partner", "Recruiter", "Training Coordinator"],
    ),
    department(
        "Legal",
        6,
        ["Legal Counsel", "Contract Manager", "Paralegal"],
    ),
    department(
        "Executive",
        5,
        ["Director", "Executive Assistant", "Chief of Staff"],
    ),
];

/// People whom the story and the groups call by name.
const NAMED: [(&str, &str, &str, &str, &str); 16] = [
    ("Mira", "Okafor", "IT", "Leeds", "Head of IT"),
    (
        "Ruth",
        "Calder",
        "Finance",
        "Leeds",
        "Finance Systems Manager",
    ),
    ("Nora", "Steiner", "Sales", "Hamburg", "Head of Sales"),
    (
        "Ben",
        "Achebe",
        "Customer Service",
        "Leeds",
        "Head of Customer Service",
    ),
    (
        "Ana",
        "Prieto",
        "Engineering",
        "Hamburg",
        "Head of Engineering",
    ),
    (
        "Tom",
        "Bexhill",
        "Logistics",
        "Bristol",
        "Head of Logistics",
    ),
    ("Lena", "Vogt", "Production", "Hamburg", "Plant Manager"),
    (
        "Elif",
        "Aksoy",
        "Human Resources",
        "Leeds",
        "Head of Human Resources",
    ),
    ("Keir", "Dunstan", "Executive", "Leeds", "Managing Director"),
    ("Colin", "Frayne", "Legal", "Leeds", "General Counsel"),
    (
        "Yara",
        "Haddad",
        "Marketing",
        "Bristol",
        "Head of Marketing",
    ),
    ("Pia", "Lundgren", "Research", "Leeds", "Head of Research"),
    (
        "Martin",
        "Shaw-Lewis",
        "Finance",
        "Leeds",
        "Chief Financial Officer",
    ),
    // Two people of one name.
    ("James", "Carter", "Production", "Leeds", "Shift Lead"),
    ("James", "Carter", "Sales", "Bristol", "Account Manager"),
    ("Gwen", "Rhys", "IT", "Bristol", "Security Manager"),
];

/// Where the firms are from that guests come from, and how they are invited.
const PARTNERS: [&str; 5] = [
    "fabrikam.example",
    "northwind.example",
    "litware.example",
    "proseware.example",
    "adatum.example",
];

/// Accounts of no one person: administration, shared mailboxes, machines.
const SERVICE: [(&str, &str); 18] = [
    ("adm-mira", "okafor"),
    ("adm-gwen", "rhys"),
    ("adm", "northwind"),
    ("breakglass", "one"),
    ("breakglass", "two"),
    ("svc", "backup"),
    ("svc", "scanner"),
    ("svc", "erp-sync"),
    ("info", ""),
    ("orders", ""),
    ("returns", ""),
    ("press", ""),
    ("careers", ""),
    ("accounts.payable", ""),
    ("reception", "leeds"),
    ("reception", "hamburg"),
    ("printer", "leeds"),
    ("door", "controller"),
];

/// Returns the office of the `number`-th person.
fn office(number: usize) -> &'static str {
    match number * 7 % 20 {
        0..=8 => "Leeds",
        9..=13 => "Bristol",
        14..=17 => "Hamburg",
        _ => "Toronto",
    }
}

pub(super) fn hire_everyone(company: &mut Company) {
    for (given, surname, department, office, title) in NAMED {
        company.hire(Hire::staff(given, surname, department, office, title));
    }
    for department in &DEPARTMENTS {
        for place in 0..department.people {
            let number = company.staff.len();
            let (given, surname) = nth_name(number);
            let title = department.titles[place * 5 % 3];
            company.hire(Hire::staff(
                given,
                surname,
                department.name,
                office(number),
                title,
            ));
        }
    }
    for place in 0..30 {
        let (given, surname) = nth_name(700 + place * 3);
        let firm = PARTNERS[place % PARTNERS.len()];
        let name = crate::demo::data::names::ascii(given);
        let address = format!("{name}.{}@{firm}", crate::demo::data::names::ascii(surname));
        let id = company.hire(Hire::guest(given, surname, &address));
        if place % 7 == 6 {
            company.set(id, "externalUserState", "PendingAcceptance");
        }
    }
    for (name, rest) in SERVICE {
        company.hire(Hire::service(name, rest));
    }
    details(company);
}

/// What makes single accounts special.
fn details(company: &mut Company) {
    for (login, name) in [
        ("adm-mira.okafor", "Admin Mira Okafor"),
        ("adm-gwen.rhys", "Admin Gwen Rhys"),
        ("adm.northwind", "Northwind IT Services (admin)"),
        ("breakglass.one", "Emergency access 1"),
        ("breakglass.two", "Emergency access 2"),
        ("svc.backup", "Service account: backup"),
        ("svc.scanner", "Service account: scan to mail"),
        ("svc.erp-sync", "Service account: ERP sync"),
        ("info", "Contoso Information"),
        ("orders", "Orders"),
        ("accountspayable", "Accounts Payable"),
    ] {
        let id = company.person(login);
        company.set(id, "displayName", name);
    }
    for login in [
        "info",
        "orders",
        "returns",
        "press",
        "careers",
        "accountspayable",
    ] {
        let id = company.person(login);
        let mail = format!("{login}@contoso.example");
        company.set(id, "mail", mail.clone());
        company.set(id, "proxyAddresses", json!([format!("SMTP:{mail}")]));
        // A shared mailbox is a disabled account.
        company.set(id, "accountEnabled", false);
    }
    // The second account of a person carries her names: it meets her contact by name.
    let admin = company.person("adm-mira.okafor");
    company.set(admin, "givenName", "Mira");
    company.set(admin, "surname", "Okafor");
    // Display names carry titles and suffixes; some people left long ago.
    for (number, suffix) in [
        (30, " (external)"),
        (61, ", MBA"),
        (92, " 🌱"),
        (123, " [Leeds]"),
    ] {
        let id = company.staff[number].id;
        let name = format!(
            "{} {}{suffix}",
            company.staff[number].given, company.staff[number].surname
        );
        company.set(id, "displayName", name);
    }
    for number in [47, 118, 203, 290, 377, 451, 502, 538] {
        let id = company.staff[number].id;
        company.set(id, "accountEnabled", false);
    }
    for number in [77, 311] {
        let id = company.staff[number].id;
        company.bin(id, true);
    }
}
