//! Northwind IT Services: the provider that looks after the others, some 40 people.

use serde_json::json;

use super::company::Company;
use super::draft::{OFFICE_SUITE, distribution, mail_security, security, team, unified};
use super::machine::{Machine, Sort};
use super::names::nth_name;
use super::rule::Rule;
use super::staff::Hire;
use super::{Chapter, people_of};
use crate::demo::object::Kind;

/// What happens at Northwind.
pub(super) const STORY: [Chapter; 6] = [
    beginning,
    apprentice,
    quiet,
    on_call_changes,
    quiet,
    merged_desks,
];

/// Where the names of its people begin: none is shared with another tenant.
const FIRST_NAME: usize = 2000;

fn beginning(company: &mut Company) {
    people(company);
    devices(company);
    groups(company);
}

fn people(company: &mut Company) {
    for (given, surname, department, title) in [
        ("Alex", "Merriweather", "Service Desk", "Service Desk Lead"),
        ("Imke", "Harms", "Projects", "Head of Projects"),
        ("Dev", "Malhotra", "Platform", "Platform Lead"),
        ("Judith", "Amsel", "Management", "Managing Director"),
    ] {
        company.hire(Hire::staff(given, surname, department, "Leeds", title));
    }
    for (department, count, title) in [
        ("Service Desk", 14, "Service Desk Engineer"),
        ("Projects", 8, "Project Engineer"),
        ("Platform", 7, "Platform Engineer"),
        ("Sales", 3, "Account Manager"),
        ("Back Office", 2, "Accountant"),
    ] {
        for _ in 0..count {
            let (given, surname) = nth_name(FIRST_NAME + company.staff.len());
            company.hire(Hire::staff(given, surname, department, "Leeds", title));
        }
    }
    company.hire(Hire::guest("Mira", "Okafor", "mira.okafor@contoso.example"));
    company.hire(Hire::guest(
        "Noor",
        "Haddad",
        "noor.haddad@fabrikam.example",
    ));
    company.hire(Hire::service("support", ""));
    let support = company.person("support");
    company.set(support, "mail", "support@northwind.example");
    company.set(
        support,
        "proxyAddresses",
        json!(["SMTP:support@northwind.example"]),
    );
    company.set(support, "accountEnabled", false);
}

fn devices(company: &mut Company) {
    for (sort, prefix, code, count) in [
        (Sort::Laptop, "NWT-LT", "DSK", 16),
        (Sort::Laptop, "NWT-LT", "PRJ", 10),
        (Sort::Mac, "NWT-MAC", "PLT", 8),
        (Sort::Phone, "NWT-PH", "ONC", 3),
        (Sort::Server, "NWT-SRV", "LAB", 2),
    ] {
        for number in 1..=count {
            company.enrol(Machine::new(sort, prefix, code, number));
        }
    }
}

fn groups(company: &mut Company) {
    let alex = people_of(company, &["alex.merriweather"]);
    let dev = people_of(company, &["dev.malhotra"]);
    let desk = company.department("Service Desk");
    let platform = company.department("Platform");
    let projects = company.department("Projects");
    for (name, about, people) in [
        (
            "SG-Tier-1",
            "First line: opens and closes tickets",
            &desk[..9],
        ),
        ("SG-Tier-2", "Second line: servers and networks", &desk[9..]),
        ("SG-Tier-3", "Third line: platforms", &platform[..]),
    ] {
        company.add(security(name, about).people(people).owners(&alex));
    }
    let tiers = ["SG-Tier-1", "SG-Tier-2", "SG-Tier-3"].map(|name| company.group(name));
    for (name, about) in [
        ("SG-Client-Contoso", "Works for Contoso: delegated access"),
        ("SG-Client-Fabrikam", "Works for Fabrikam: delegated access"),
    ] {
        let draft = security(name, about)
            .groups(&tiers[1..])
            .people(&company.some(8, 3));
        company.add(draft.owners(&alex));
    }
    company.add(
        security("SG-On-Call", "Answers the phone at night")
            .people(&company.some(7, 2))
            .owners(&alex),
    );
    company.add(
        security(
            "SG-Documentation-Editors",
            "Writes on the documentation site",
        )
        .groups(&tiers)
        .owners(&dev),
    );
    company.add(
        security(
            "SG-Role-Privileged",
            "Holds directory roles, activated when needed",
        )
        .set("isAssignableToRole", true)
        .people(&platform[..3])
        .owners(&dev),
    );
    company.add(
        security(
            "SG-All-Engineers",
            "Everyone with Engineer in the job title",
        )
        .licences(&[OFFICE_SUITE])
        .dynamic(Rule::Title("Engineer"))
        .owners(&dev),
    );
    let laptops = company.devices(|machine| machine.code == "DSK");
    company.add(
        security("Laptops-Service-Desk", "Laptops of the service desk")
            .devices(&laptops)
            .owners(&alex),
    );
    let phones = company.devices(|machine| machine.sort == Sort::Phone);
    company.add(
        security("Phones-On-Call", "The phones that ring at night")
            .devices(&phones)
            .owners(&alex),
    );
    company.add(
        security("Devices-Windows", "Every Windows device")
            .dynamic(Rule::System("Windows"))
            .owners(&dev),
    );
    for (name, about, people) in [
        ("Service Desk", "Shifts, handover and the board", &desk),
        ("Platform", "Changes, automation, post-mortems", &platform),
        ("Projects", "Plans, risks and hand-over", &projects),
    ] {
        company.add(team(name, about).people(people).owners(&people[..1]));
    }
    let guests = company.people(|it| it.login.ends_with("#EXT#"));
    for (name, about, guest) in [
        (
            "Client Board Contoso",
            "Monthly review with Contoso",
            &guests[..1],
        ),
        (
            "Client Board Fabrikam",
            "Monthly review with Fabrikam",
            &guests[1..],
        ),
    ] {
        company.add(team(name, about).people(&alex).people(guest).owners(&alex));
    }
    company.add(
        unified("Northwind", "Everyone, for news and birthdays")
            .public()
            .dynamic(Rule::Staff)
            // The same people; but an invitation sets the address of a guest, too.
            .set(
                "membershipRule",
                "(user.mail -contains \"@northwind.example\") and (user.department -ne null) \
                 and (user.accountEnabled -eq true)",
            )
            .owners(&people_of(company, &["judith.amsel"])),
    );
    company.add(
        distribution("support-leads", "Escalations")
            .people(&alex)
            .people(&dev),
    );
    company.add(
        mail_security("MSG-Invoicing", "Sends invoices")
            .people(&company.people(|it| it.department == "Back Office")),
    );
}

/// 14 September: an apprentice starts at the service desk.
fn apprentice(company: &mut Company) {
    let id = company.hire(Hire::staff(
        "Billie",
        "Ashdown",
        "Service Desk",
        "Leeds",
        "Apprentice",
    ));
    company.join("Service Desk", Kind::User, &[id]);
    company.join("SG-Tier-1", Kind::User, &[id]);
    let laptop = company.enrol(Machine::new(Sort::Laptop, "NWT-LT", "DSK", 17));
    company.join("Laptops-Service-Desk", Kind::Device, &[laptop]);
}

/// Nothing happens, as it often does.
fn quiet(_: &mut Company) {}

/// 15 October: another week, another on-call crew.
fn on_call_changes(company: &mut Company) {
    let before = company.some(7, 2);
    let after = company.some(7, 4);
    company.leave("SG-On-Call", &before);
    company.join("SG-On-Call", Kind::User, &after);
}

/// 20 November: first and second line become one desk.
fn merged_desks(company: &mut Company) {
    let second = company.group("SG-Tier-2");
    company.set(second, "displayName", "SG-Tier-2-Escalations");
    let crew = people_of(company, &["billie.ashdown"]);
    company.join("SG-Tier-2-Escalations", Kind::User, &crew);
    let board = company.group("Client Board Fabrikam");
    company
        .directory
        .change(board, |group| group.owners.clear());
}
