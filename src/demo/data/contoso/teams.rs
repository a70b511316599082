//! Microsoft 365 groups of Contoso: departments, projects, clubs.

use crate::demo::data::company::Company;
use crate::demo::data::draft::{distribution, mail_security, team, unified};
use crate::demo::data::rule::Rule;
use crate::demo::object::Kind;
use crate::model::ObjectId;

/// Each department's team, with its head.
const DEPARTMENTS: [(&str, &str, &str); 12] = [
    (
        "Production",
        "lena.vogt",
        "Shift plans, safety notes and the daily stand-up",
    ),
    (
        "Logistics",
        "tom.bexhill",
        "Inbound, outbound, and where the vans are",
    ),
    (
        "Customer Service",
        "ben.achebe",
        "Cases, returns and the knowledge base",
    ),
    ("Sales", "nora.steiner", "Pipeline, price lists and wins"),
    (
        "Engineering",
        "ana.prieto",
        "Drawings, releases and design reviews",
    ),
    ("Research", "pia.lundgren", "Materials, test rigs, papers"),
    (
        "Finance",
        "martin.shaw-lewis",
        "Month-end close and budgets",
    ),
    (
        "Marketing",
        "yara.haddad",
        "Campaigns, brand and trade fairs",
    ),
    ("IT", "mira.okafor", "Run book, changes and on-call"),
    (
        "Human Resources",
        "elif.aksoy",
        "People, policies, payroll calendar",
    ),
    ("Legal", "colin.frayne", "Contracts and compliance"),
    ("Executive", "keir.dunstan", "Board papers and decisions"),
];

/// Projects and clubs: name, description, owner, one in how many people, guests or not.
const PROJECTS: [(&str, &str, &str, usize, bool); 10] = [
    (
        "Project Falcon",
        "The new stand mixer, from sketch to shelf",
        "ana.prieto",
        17,
        true,
    ),
    (
        "Project Nightingale",
        "Quieter extraction hoods",
        "pia.lundgren",
        41,
        false,
    ),
    (
        "Website Relaunch",
        "New shop, new photos, new words",
        "yara.haddad",
        43,
        true,
    ),
    (
        "Sustainability Report",
        "Numbers for the yearly report",
        "keir.dunstan",
        47,
        true,
    ),
    (
        "ISO 27001",
        "Certification of information security",
        "gwen.rhys",
        37,
        true,
    ),
    (
        "Trade Fair Hamburg 2027",
        "Booth, travel, samples",
        "nora.steiner",
        29,
        true,
    ),
    (
        "Social Club",
        "Summer party, quiz nights, Christmas lunch",
        "elif.aksoy",
        9,
        false,
    ),
    (
        "Running Club",
        "Tuesdays and Thursdays, all paces",
        "tom.bexhill",
        23,
        false,
    ),
    (
        "First Aiders",
        "Who can help, on which shift",
        "elif.aksoy",
        33,
        false,
    ),
    (
        "Apprentices 2026",
        "Our twelve newest colleagues and their mentors",
        "elif.aksoy",
        59,
        false,
    ),
];

pub(super) fn groups(company: &mut Company) {
    for (name, head, about) in DEPARTMENTS {
        let head = [company.person(head)];
        let draft = team(name, about)
            .people(&company.department(name))
            .owners(&head);
        company.add(draft);
    }
    for (place, (name, about, owner, step, guests)) in PROJECTS.into_iter().enumerate() {
        let owner = [company.person(owner)];
        let mut draft = team(name, about)
            .people(&company.some(step, place % step))
            .people(&owner)
            .owners(&owner);
        if guests {
            let outside =
                company.people(|it| it.login.ends_with("#EXT#") && it.number % 5 == place % 5);
            draft = draft.people(&outside);
        }
        if place >= 6 {
            draft = draft.public();
        }
        if place % 4 == 1 {
            draft = draft
                .set("expirationDateTime", "2027-03-31T00:00:00Z")
                .set("classification", "Internal");
        }
        company.add(draft);
    }
    let everyone = company.some(1, 0);
    let board = company.department("Executive");
    let heads = heads(company);
    company.add(
        team("All Company", "News for everyone")
            .public()
            .dynamic(Rule::Staff)
            .owners(&heads[..2]),
    );
    company.add(
        unified("Managers", "Everyone who leads people")
            .dynamic(Rule::Title("Head of"))
            .owners(&heads[..1]),
    );
    company.add(
        unified("Works Council", "Confidential: members are not shown")
            .set("visibility", "HiddenMembership")
            .people(&everyone[20..29])
            .owners(&[company.person("elif.aksoy")]),
    );
    company.add(
        unified("Board", "Minutes and resolutions")
            .set("classification", "Confidential")
            .people(&board)
            .owners(&[company.person("keir.dunstan")]),
    );
    company.add(
        unified("Leeds Canteen Menu", "What is for lunch")
            .public()
            .people(&company.some(13, 4)),
    );
    mail_lists(company, &heads);
}

/// Returns the heads of the departments.
fn heads(company: &Company) -> Vec<ObjectId> {
    DEPARTMENTS
        .iter()
        .map(|(_, head, _)| company.person(head))
        .collect()
}

/// Distribution lists and mail-enabled security groups.
fn mail_lists(company: &mut Company, heads: &[ObjectId]) {
    let it = [company.person("mira.okafor")];
    let mut sites = Vec::new();
    for office in ["Leeds", "Bristol", "Hamburg", "Toronto"] {
        let people =
            company.people(|it| it.is_staff() && it.office == office && it.number % 3 == 0);
        let name = format!("DL-{office}");
        let draft = distribution(&name, &format!("Mail to the office in {office}"));
        sites.push(company.add(draft.people(&people).owners(&it)));
    }
    company.add(
        distribution("all-staff", "Mail to every office")
            .groups(&sites)
            .owners(&it),
    );
    company.add(
        distribution("heads-of-department", "Mail to all heads")
            .people(heads)
            .owners(&it),
    );
    company.add(
        distribution("invoices", "Suppliers send their invoices here")
            .people(&company.people(|it| it.department == "Finance" && it.number % 6 == 0)),
    );
    let press = company.group("Marketing");
    let contacts = super::odd::contacts(company);
    company.add(
        distribution("press-and-agencies", "Our agencies and the press office")
            .groups(&[press])
            .with(Kind::OrgContact, &contacts)
            .owners(&it),
    );
    for (name, about, department) in [
        (
            "MSG-Finance-Approvals",
            "Signs payment runs; gets the requests by mail",
            "Finance",
        ),
        (
            "MSG-HR-Files",
            "Reads personnel files; gets notices by mail",
            "Human Resources",
        ),
        ("MSG-Service-Desk", "Works on tickets", "IT"),
    ] {
        let people = company.people(|it| it.department == department && it.number % 3 == 0);
        company.add(mail_security(name, about).people(&people).owners(&it));
    }
}
