//! What happens at Contoso between September and November 2026.

use crate::demo::data::company::Company;
use crate::demo::data::draft::{security, team};
use crate::demo::data::machine::{Machine, Sort};
use crate::demo::data::people_of;
use crate::demo::data::rule::Rule;
use crate::demo::data::staff::Hire;
use crate::demo::object::Kind;

/// 14 September: four people start, with laptops; a project begins.
pub(super) fn newcomers(company: &mut Company) {
    let mut joined = Vec::new();
    for (given, surname, department, office, title) in [
        ("Amara", "Osei-Mensah", "Sales", "Leeds", "Account Manager"),
        ("Finn", "Oduya", "Sales", "Hamburg", "Sales Representative"),
        (
            "Saoirse",
            "Quill",
            "Engineering",
            "Bristol",
            "Design Engineer",
        ),
        ("Theo", "Marchetti", "IT", "Leeds", "Systems Engineer"),
    ] {
        joined.push(company.hire(Hire::staff(given, surname, department, office, title)));
    }
    company.join("Sales", Kind::User, &joined[..2]);
    company.join("Engineering", Kind::User, &joined[2..3]);
    company.join("IT", Kind::User, &joined[3..]);
    company.join("SG-WiFi-Corporate", Kind::User, &joined);
    company.join("SG-CRM-Users", Kind::User, &joined[..2]);
    company.join("SG-CAD-Users", Kind::User, &joined[2..3]);
    let laptops: Vec<_> = [("SAL", 35), ("SAL", 36), ("ENG", 39), ("IT", 15)]
        .into_iter()
        .map(|(code, number)| company.enrol(Machine::new(Sort::Laptop, "LT", code, number)))
        .collect();
    company.join("Laptops-Sales", Kind::Device, &laptops[..2]);
    company.join("Laptops-Engineering", Kind::Device, &laptops[2..3]);
    company.join("Laptops-IT", Kind::Device, &laptops[3..]);
    let lead = people_of(company, &["mira.okafor", "ruth.calder"]);
    let key_users = company.some(70, 11);
    company.add(
        team(
            "ERP Upgrade 2026",
            "Moving to the new release over Christmas",
        )
        .created("2026-09-09T10:04:00Z")
        .people(&lead)
        .people(&key_users)
        .people(&joined[3..])
        .owners(&lead),
    );
    let guest = company.hire(Hire::guest(
        "Ivo",
        "Brandstetter",
        "ivo.brandstetter@erp-partner.example",
    ));
    company.join("ERP Upgrade 2026", Kind::User, &[guest]);
}

/// 1 October: Ruth Calder leaves; the mixer project gets a new name.
pub(super) fn leaver(company: &mut Company) {
    let ruth = company.person("ruth.calder");
    company.set(ruth, "accountEnabled", false);
    company.leave("Finance", &[ruth]);
    company.leave("SG-FileShare-Finance-RW", &[ruth]);
    company.leave("SG-MFA-Enforced", &[ruth]);
    let falcon = company.group("Project Falcon");
    company.set(falcon, "displayName", "Falcon Product Launch");
    company.set(
        falcon,
        "description",
        "The new stand mixer is on its way to the shops",
    );
    let vpn = company.group("SG-VPN-Users");
    company.set(
        vpn,
        "description",
        "May connect from outside; needs a company device and a second factor",
    );
    let joined = people_of(company, &["amara.osei-mensah", "finn.oduya"]);
    company.join("Trade Fair Hamburg 2027", Kind::User, &joined);
    let pia = company.person("pia.lundgren");
    let nightingale = company.group("Project Nightingale");
    company.directory.change(nightingale, |group| {
        group.owners.insert(pia, Kind::User);
    });
    company.leave("SG-MFA-Excluded", &people_of(company, &["svc.backup"]));
}

/// 15 October: a tidy-up removes three groups, one of them by mistake.
pub(super) fn tidying(company: &mut Company) {
    for name in ["Social Club", "Leeds Canteen Menu"] {
        let id = company.group(name);
        company.bin(id, true);
    }
    let fax = company.group("SG-Fax-Users");
    company.directory.erase(fax);
    let ruth = company.person("ruth.calder");
    company.bin(ruth, true);
    let empty = company.group("SG-Empty-For-Now");
    company.set(empty, "description", serde_json::Value::Null);
    let old = company.devices(|machine| machine.code == "FIN" && machine.number <= 2);
    for id in old {
        company.directory.erase(id);
    }
    company
        .machines
        .retain(|machine| machine.code != "FIN" || machine.number > 2);
    let portal = company.some(57, 12);
    company.leave("SG-App-Portal", &portal[..2]);
}

/// 2 November: the Social Club is back; Customer Service becomes a part of Customer Success.
pub(super) fn reorganisation(company: &mut Company) {
    let club = company.group("Social Club");
    company.bin(club, false);
    company.join("Social Club", Kind::User, &company.some(150, 60));
    let moving = company.people(|it| it.is_staff() && it.department == "Customer Service");
    for employee in &mut company.staff {
        if moving.contains(&employee.id) {
            employee.department = "Customer Success";
        }
    }
    for &id in &moving {
        company.set(id, "department", "Customer Success");
    }
    let ben = people_of(company, &["ben.achebe"]);
    company.set(ben[0], "jobTitle", "Head of Customer Success");
    let team_id = company.group("Customer Service");
    company.set(team_id, "displayName", "Customer Success");
    company.set(
        team_id,
        "description",
        "Cases, returns, renewals and the knowledge base",
    );
    company.add(
        security("SG-Customer-Success", "Everyone in Customer Success")
            .created("2026-10-30T13:40:00Z")
            .dynamic(Rule::Department("Customer Success"))
            .owners(&people_of(company, &["mira.okafor"])),
    );
    company.add(
        team("Customer Success Leads", "Weekly meeting of the team leads")
            .created("2026-10-30T13:52:00Z")
            .people(&moving[..6])
            .people(&ben)
            .owners(&ben),
    );
    let approvers = company.group("SG-ERP-Approvers");
    company
        .directory
        .change(approvers, |group| group.owners.clear());
    let shop =
        company.people(|it| it.is_staff() && it.department == "Marketing" && it.number % 5 == 2);
    company.join("SG-CRM-Users", Kind::User, &shop);
}

/// 20 November: Windows 11 for everyone; Hamburg leaves Active Directory; an owner is lost.
pub(super) fn rollout(company: &mut Company) {
    let mut new = Vec::new();
    for number in 37..=40 {
        new.push(company.enrol(Machine::new(Sort::Laptop, "LT", "SAL", number)));
    }
    company.join("Laptops-Sales", Kind::Device, &new);
    for number in 25..=32 {
        let id = company.enrol(Machine::new(Sort::Desktop, "PC", "PRD", number));
        company.join("Desktops-Production", Kind::Device, &[id]);
        new.push(id);
    }
    company.join("Windows11-Ring2-Broad", Kind::Device, &new);
    let more = company.devices(|machine| machine.sort == Sort::Laptop && machine.number % 4 == 2);
    company.join("Windows11-Ring2-Broad", Kind::Device, &more);
    let hamburg = company.group("SG-Site-Hamburg");
    company.set(hamburg, "onPremisesSyncEnabled", false);
    // Ruth's account is deleted for good; somebody else is back from parental leave.
    let ruth = company.person("ruth.calder");
    company.directory.erase(ruth);
    company.staff.retain(|employee| employee.id != ruth);
    let back = company
        .staff
        .iter()
        .find(|it| it.number == 77)
        .map(|it| it.id);
    if let Some(id) = back {
        company.bin(id, false);
    }
    let joined = company.hire(Hire::staff(
        "Noa",
        "Felder",
        "Finance",
        "Leeds",
        "Finance Systems Manager",
    ));
    company.join("Finance", Kind::User, &[joined]);
    company.join("ERP Upgrade 2026", Kind::User, &[joined]);
    company.join("SG-MFA-Enforced", Kind::User, &[joined]);
    // Tom leaves, and nobody thinks of the clubs and teams that he owns.
    let tom = company.person("tom.bexhill");
    company.set(tom, "accountEnabled", false);
}
