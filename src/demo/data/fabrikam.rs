//! Fabrikam Works: a builder of garden furniture with some 120 people.

use serde_json::json;

use super::company::Company;
use super::draft::{OFFICE_SUITE, distribution, mail_security, security, team, unified};
use super::machine::{Machine, Sort};
use super::names::nth_name;
use super::rule::Rule;
use super::staff::Hire;
use super::{Chapter, people_of};
use crate::demo::object::Kind;

/// What happens at Fabrikam.
pub(super) const STORY: [Chapter; 6] = [
    beginning,
    season_ends,
    audit,
    seasonal_workers_leave,
    quiet,
    new_showroom,
];

/// Where the names of its people begin: none is shared with another tenant.
const FIRST_NAME: usize = 1000;

/// Departments: name, people, job titles.
const DEPARTMENTS: [(&str, usize, [&str; 2]); 6] = [
    ("Workshop", 48, ["Joiner", "Upholsterer"]),
    ("Warehouse", 18, ["Packer", "Driver"]),
    ("Sales", 20, ["Sales Consultant", "Key Account Manager"]),
    ("Design", 10, ["Furniture Designer", "Illustrator"]),
    ("Office", 12, ["Bookkeeper", "Office Manager"]),
    ("Management", 3, ["Managing Partner", "Assistant"]),
];

fn beginning(company: &mut Company) {
    people(company);
    devices(company);
    security_groups(company);
    teams(company);
}

fn people(company: &mut Company) {
    for (given, surname, department, title) in [
        ("Greta", "Lindholm", "Management", "Managing Partner"),
        ("Noor", "Haddad", "Office", "Office Manager"),
        ("Jack", "Ferris", "Warehouse", "Head of Warehouse"),
        ("Signe", "Østergård", "Design", "Head of Design"),
    ] {
        company.hire(Hire::staff(given, surname, department, "Sheffield", title));
    }
    for (department, count, titles) in DEPARTMENTS {
        for place in 0..count {
            let (given, surname) = nth_name(FIRST_NAME + company.staff.len());
            let office = if place % 4 == 3 { "York" } else { "Sheffield" };
            let title = titles[place % 2];
            company.hire(Hire::staff(given, surname, department, office, title));
        }
    }
    for (given, surname, address) in [
        ("Mira", "Okafor", "mira.okafor@contoso.example"),
        ("Theresa", "Blum", "t.blum@garden-shows.example"),
        ("Pat", "Ng", "pat_ng@adatum.example"),
    ] {
        company.hire(Hire::guest(given, surname, address));
    }
    for (name, rest) in [
        ("adm", "northwind"),
        ("showroom", ""),
        ("svc", "labelprinter"),
    ] {
        company.hire(Hire::service(name, rest));
    }
    let showroom = company.person("showroom");
    company.set(showroom, "mail", "showroom@fabrikam.example");
    company.set(
        showroom,
        "proxyAddresses",
        json!(["SMTP:showroom@fabrikam.example"]),
    );
}

fn devices(company: &mut Company) {
    for (sort, prefix, code, count) in [
        (Sort::Laptop, "FAB-NB", "SAL", 16),
        (Sort::Laptop, "FAB-NB", "OFF", 10),
        (Sort::Mac, "FAB-MAC", "DES", 8),
        (Sort::Desktop, "FAB-PC", "WRK", 12),
        (Sort::Tablet, "FAB-TAB", "WHS", 8),
        (Sort::OwnPhone, "FAB-BYOD", "MIX", 4),
        (Sort::Server, "FAB-SRV", "SHF", 2),
    ] {
        for number in 1..=count {
            company.enrol(Machine::new(sort, prefix, code, number));
        }
    }
}

fn security_groups(company: &mut Company) {
    let owner = people_of(company, &["noor.haddad"]);
    for (name, about, step, first) in [
        ("SG-VPN-Users", "May connect from home", 6, 1),
        (
            "SG-Webshop-Editors",
            "Changes products and prices in the shop",
            15,
            4,
        ),
        (
            "SG-Cutting-Machines",
            "Trained on the cutting machines",
            8,
            5,
        ),
        ("SG-Key-Holders", "Has a key to the building", 20, 7),
        ("SG-MFA-Enforced", "Signs in with a second factor", 1, 0),
    ] {
        let people = company.some(step, first);
        company.add(security(name, about).people(&people).owners(&owner));
    }
    for (department, ..) in DEPARTMENTS {
        let draft = security(
            &format!("SG-{department}"),
            &format!("Everyone in {department}"),
        );
        company.add(draft.dynamic(Rule::Department(department)).owners(&owner));
    }
    for (name, about, code) in [
        ("Laptops-Sales", "Laptops of the sales team", "SAL"),
        ("Laptops-Office", "Laptops of the office", "OFF"),
        (
            "Tablets-Warehouse",
            "Tablets for picking and packing",
            "WHS",
        ),
    ] {
        let machines = company.devices(|machine| machine.code == code);
        company.add(security(name, about).devices(&machines).owners(&owner));
    }
    company
        .add(security("Devices-Windows", "Every Windows device").dynamic(Rule::System("Windows")));
    let parts = ["SG-Workshop", "SG-Warehouse"].map(|name| company.group(name));
    company.add(
        security("SG-Shift-Workers", "Workshop and warehouse together")
            .groups(&parts)
            .licences(&[OFFICE_SUITE])
            .owners(&owner),
    );
    company.add(
        security("SG-Seasonal-Workers", "Here from March to September").people(&company.some(9, 2)),
    );
}

fn teams(company: &mut Company) {
    let greta = people_of(company, &["greta.lindholm"]);
    for (name, about, department) in [
        (
            "Workshop",
            "Orders of the week and tool repairs",
            "Workshop",
        ),
        ("Sales", "Offers, dealers and fairs", "Sales"),
        (
            "Design Studio",
            "Sketches, samples and photo shoots",
            "Design",
        ),
        ("Office", "Everything with paper", "Office"),
    ] {
        let people = company.department(department);
        company.add(team(name, about).people(&people).owners(&people[..1]));
    }
    let guests = company.people(|it| it.login.ends_with("#EXT#"));
    company.add(
        team(
            "Spring Catalogue 2027",
            "Photos, texts and prices for the new catalogue",
        )
        .people(&company.some(11, 3))
        .people(&guests)
        .owners(&people_of(company, &["signe.oestergard"])),
    );
    // The same people: whoever works there is in the group of a department.
    let departments = DEPARTMENTS.map(|(name, ..)| company.group(&format!("SG-{name}")));
    let departments = departments.map(|id| format!("'{id}'")).join(", ");
    company.add(
        unified("Everyone at Fabrikam", "News from the workshop")
            .public()
            .dynamic(Rule::Staff)
            .set(
                "membershipRule",
                format!("user.memberof -any (group.objectId -in [{departments}])"),
            )
            .owners(&greta),
    );
    company.add(
        unified("Partners", "Figures and contracts")
            .set("visibility", "HiddenMembership")
            .people(&company.department("Management"))
            .owners(&greta),
    );
    company.add(
        unified(
            "Christmas Market Stall",
            "Who stands when, and who brings the lights",
        )
        .public()
        .people(&company.some(7, 6)),
    );
    company.add(
        distribution("quotes", "Requests for quotes from the website")
            .people(&company.people(|it| it.department == "Sales" && it.number % 4 == 0)),
    );
    company.add(
        mail_security(
            "MSG-Payroll",
            "Reads the payroll folder; gets its notices by mail",
        )
        .people(&people_of(company, &["noor.haddad", "greta.lindholm"]))
        .owners(&greta),
    );
}

/// 14 September: two seasonal workers are kept on.
fn season_ends(company: &mut Company) {
    let seasonal = company.some(9, 2);
    company.leave("SG-Seasonal-Workers", &seasonal[..2]);
    company.join("SG-Key-Holders", Kind::User, &seasonal[..2]);
}

/// 1 October: an audit finds a group without an owner.
fn audit(company: &mut Company) {
    let noor = company.person("noor.haddad");
    let seasonal = company.group("SG-Seasonal-Workers");
    company.directory.change(seasonal, |group| {
        group.owners.insert(noor, Kind::User);
    });
    let machines = company.group("SG-Cutting-Machines");
    company.set(
        machines,
        "description",
        "Trained on the cutting machines, refreshed every two years",
    );
}

/// 15 October: the season is over.
fn seasonal_workers_leave(company: &mut Company) {
    let seasonal = company.some(9, 2);
    for &id in &seasonal[2..6] {
        company.set(id, "accountEnabled", false);
    }
    let left = company.group("SG-Seasonal-Workers");
    company.directory.erase(left);
}

/// 2 November: nothing happens, as it often does.
fn quiet(_: &mut Company) {}

/// 20 November: a showroom in York, with people, tablets and a team.
fn new_showroom(company: &mut Company) {
    let mut crew = Vec::new();
    for (given, surname) in [("Edie", "Marchbanks"), ("Ravi", "Solanki")] {
        crew.push(company.hire(Hire::staff(
            given,
            surname,
            "Sales",
            "York",
            "Sales Consultant",
        )));
    }
    company.join("Sales", Kind::User, &crew);
    let tablets: Vec<_> = (1..=2)
        .map(|number| company.enrol(Machine::new(Sort::Tablet, "FAB-TAB", "YRK", number)))
        .collect();
    let greta = people_of(company, &["greta.lindholm"]);
    company.add(
        team("York Showroom", "Opening hours, displays and visitors")
            .created("2026-11-18T09:12:00Z")
            .people(&crew)
            .owners(&greta),
    );
    company.add(
        security("Tablets-Showroom", "Tablets for visitors in York")
            .created("2026-11-18T09:30:00Z")
            .devices(&tablets)
            .owners(&greta),
    );
}
