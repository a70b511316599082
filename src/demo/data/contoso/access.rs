//! Security groups of Contoso: departments, offices, access to systems, licences.

use crate::demo::data::company::Company;
use crate::demo::data::draft::{OFFICE_SUITE, REPORTING, security};
use crate::demo::data::people_of;
use crate::demo::data::rule::Rule;
use crate::demo::object::Kind;
use crate::model::ObjectId;

/// Access to systems: name, description, whom it is for (`step`, `first` of the staff).
const SYSTEMS: [(&str, &str, usize, usize); 11] = [
    (
        "SG-WiFi-Corporate",
        "May join the corporate wireless network",
        2,
        1,
    ),
    ("SG-Remote-Desktop", "May use the terminal servers", 12, 5),
    ("SG-ERP-Users", "Works with the ERP system", 4, 2),
    (
        "SG-ERP-Approvers",
        "Approves orders in the ERP system",
        48,
        7,
    ),
    (
        "SG-ERP-Key-Users",
        "Helps colleagues with the ERP system",
        70,
        11,
    ),
    ("SG-CRM-Users", "Works with the customer database", 6, 3),
    ("SG-CAD-Users", "Draws with the CAD system", 9, 4),
    ("SG-Warehouse-Scanners", "Signs in to hand scanners", 10, 7),
    ("SG-Door-Access-Labs", "Opens the laboratories", 36, 8),
    ("SG-Fax-Users", "Sends faxes; nobody does any more", 120, 13),
    ("SG-Intranet-Editors", "Writes on the intranet", 34, 18),
];

/// File shares, with read-write and read-only groups from Active Directory.
const SHARES: [(&str, &str); 5] = [
    ("Finance", "Finance"),
    ("HR", "Human Resources"),
    ("Engineering", "Engineering"),
    ("Legal", "Legal"),
    ("Marketing", "Marketing"),
];

pub(super) fn groups(company: &mut Company) {
    let it = [company.person("mira.okafor"), company.person("gwen.rhys")];
    departments(company, &it);
    offices(company, &it);
    for (name, about, step, first) in SYSTEMS {
        let people = company.some(step, first);
        company.add(security(name, about).people(&people).owners(&it[..1]));
    }
    shares(company);
    network(company, &it);
    administration(company, &it);
    licences(company, &it);
}

fn departments(company: &mut Company, it: &[ObjectId]) {
    for department in &super::people::DEPARTMENTS {
        let name = format!("SG-{}", department.name.replace(' ', "-"));
        let about = format!("Everyone in {}", department.name);
        let draft = security(&name, &about).dynamic(Rule::Department(department.name));
        company.add(draft.owners(&it[..1]));
    }
}

/// Offices nest four levels deep: Everyone > United Kingdom > Leeds > Production > Shift leads.
fn offices(company: &mut Company, it: &[ObjectId]) {
    let leads = company
        .people(|it| it.department == "Production" && it.office == "Leeds" && it.number % 11 == 3);
    let leads = company.add(
        security("SG-Leeds-Shift-Leads", "Runs a shift in Leeds")
            .people(&leads)
            .people(&people_of(company, &["james.carter"])),
    );
    let line = company
        .people(|it| it.department == "Production" && it.office == "Leeds" && it.number % 11 != 3);
    let line = company.add(
        security("SG-Leeds-Production", "Works on the lines in Leeds")
            .people(&line)
            .groups(&[leads])
            .owners(&it[..1]),
    );
    let mut offices = Vec::new();
    for (office, sam) in [
        ("Leeds", "GG-SITE-LEEDS"),
        ("Bristol", "GG-SITE-BRISTOL"),
        ("Hamburg", "GG-SITE-HAMBURG"),
        ("Toronto", ""),
    ] {
        let people = company
            .people(|it| it.is_staff() && it.office == office && it.department != "Production");
        let name = format!("SG-Site-{office}");
        let mut draft = security(&name, &format!("Office staff in {office}")).people(&people);
        if office == "Leeds" {
            draft = draft.groups(&[line]);
        }
        if !sam.is_empty() {
            draft = draft.on_premises(sam, true);
        }
        offices.push(company.add(draft.owners(&it[1..])));
    }
    let kingdom = company.add(
        security("SG-Region-United-Kingdom", "Leeds and Bristol")
            .groups(&offices[..2])
            .owners(&it[..1]),
    );
    company.add(
        security("SG-Everyone", "All offices, level by level")
            .groups(&[kingdom])
            .groups(&offices[2..])
            .owners(it),
    );
}

fn shares(company: &mut Company) {
    for (share, department) in SHARES {
        let people = company.department(department);
        let head = people[0];
        let writers: Vec<_> = people.iter().copied().step_by(2).collect();
        let readers: Vec<_> = people.iter().copied().skip(1).step_by(2).collect();
        let write = format!("SG-FileShare-{share}-RW");
        let mut draft = security(
            &write,
            &format!("Changes files in \\\\srv-lds-002\\{share}"),
        );
        draft = draft
            .people(&writers)
            .on_premises(&format!("DL-FS-{share}-RW"), share != "Marketing");
        // Owners come later in the story, or are lost in it.
        draft = match share {
            "Finance" => draft.owners(&people_of(company, &["ruth.calder"])),
            "Legal" => draft,
            _ => draft.owners(&[head]),
        };
        let write = company.add(draft);
        let read = format!("SG-FileShare-{share}-RO");
        let about = format!("Reads files in \\\\srv-lds-002\\{share}");
        company.add(
            security(&read, &about)
                .people(&readers)
                .groups(&[write])
                .on_premises(&format!("DL-FS-{share}-RO"), share != "Marketing")
                .owners(&[head]),
        );
    }
}

fn network(company: &mut Company, it: &[ObjectId]) {
    let sales = company.group("SG-Sales");
    let engineers = company.group("SG-Engineering");
    let some = company.some(19, 6);
    let guests = company.people(|it| it.login.contains("_northwind.example#EXT#"));
    company.add(
        security(
            "SG-VPN-Users",
            "May connect from outside; needs a company device",
        )
        .people(&some)
        .people(&guests)
        .groups(&[sales, engineers])
        .owners(it),
    );
    let scanner = company.devices(|machine| machine.code == "LDS" && machine.number == 1);
    let apps = super::odd::applications(company);
    company.add(
        security(
            "SG-VPN-Always-On",
            "Devices and services that are always connected",
        )
        .devices(&scanner)
        .with(Kind::ServicePrincipal, &apps[..2])
        .owners(&it[1..]),
    );
    let mut enforced = company.some(1, 0);
    enforced.truncate(400);
    company.add(
        security(
            "SG-MFA-Enforced",
            "Signs in with a second factor: the first 400 people",
        )
        .people(&enforced)
        .owners(it),
    );
    let guests = company.people(|it| it.login.ends_with("#EXT#"));
    company.add(
        security(
            "SG-MFA-Excluded",
            "Exceptions from the second factor, reviewed every month",
        )
        .people(&people_of(
            company,
            &["breakglass.one", "breakglass.two", "svc.backup"],
        ))
        .people(&guests[..2])
        .owners(&it[1..]),
    );
    company.add(
        security("SG-Guests-All", "Everyone who is invited")
            .dynamic(Rule::Guests)
            .owners(&it[1..]),
    );
    company.add(
        security(
            "SG-Hamburg-Dynamic",
            "Was to replace SG-Site-Hamburg; on hold",
        )
        .dynamic(Rule::Office("Hamburg"))
        .set("membershipRuleProcessingState", "Paused")
        .owners(&it[..1]),
    );
}

fn administration(company: &mut Company, it: &[ObjectId]) {
    let desk = company.people(|it| it.department == "IT" && it.number % 4 == 1);
    let admins = people_of(company, &["adm-mira.okafor", "adm-gwen.rhys"]);
    company.add(
        security(
            "SG-Role-Helpdesk",
            "Holds the directory role Helpdesk Administrator",
        )
        .set("isAssignableToRole", true)
        .set("visibility", "Private")
        .people(&desk)
        .owners(it),
    );
    company.add(
        security(
            "SG-Role-Global-Reader",
            "Holds the directory role Global Reader",
        )
        .set("isAssignableToRole", true)
        .set("visibility", "Private")
        .people(&admins)
        .people(&people_of(company, &["adm.northwind"]))
        .owners(it),
    );
    company.add(
        security(
            "SG-LAPS-Readers",
            "Reads local administrator passwords of devices",
        )
        .people(&admins)
        .owners(&it[1..]),
    );
    company.add(
        security("SG-Break-Glass", "Emergency accounts, sealed in the safe")
            .people(&people_of(company, &["breakglass.one", "breakglass.two"]))
            .owners(it),
    );
    let apps = super::odd::applications(company);
    company.add(
        security("SG-Apps-Mail-Senders", "Applications that may send mail")
            .with(Kind::ServicePrincipal, &apps)
            .people(&people_of(company, &["svc.scanner", "printer.leeds"]))
            .owners(&it[..1]),
    );
    // Two groups that hold each other: somebody was in a hurry.
    let portal = company.add(
        security("SG-App-Portal", "Uses the portal")
            .people(&company.some(57, 12))
            .owners(it),
    );
    let admins = company.add(
        security("SG-App-Portal-Admins", "Runs the portal")
            .people(&admins)
            .groups(&[portal])
            .owners(it),
    );
    company.join("SG-App-Portal", Kind::Group, &[admins]);
}

fn licences(company: &mut Company, it: &[ObjectId]) {
    let office =
        company.people(|it| it.is_staff() && it.department != "Production" && it.number % 2 == 0);
    company.add(
        security("SG-Licence-Office-Suite", "Gets the office suite")
            .licences(&[OFFICE_SUITE])
            .people(&office)
            .owners(it),
    );
    company.add(
        security("SG-Licence-Reporting", "Gets the reporting tool")
            .licences(&[REPORTING, OFFICE_SUITE])
            .people(&company.some(21, 2))
            .owners(&it[..1]),
    );
    company.add(
        security(
            "SG-Licence-Frontline",
            "Gets the small licence for shift workers",
        )
        .licences(&[REPORTING])
        .dynamic(Rule::Title("Machine Operator"))
        .owners(&it[..1]),
    );
}
