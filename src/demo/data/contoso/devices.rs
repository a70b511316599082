//! The devices of Contoso, and the groups that hold them.

use crate::demo::data::company::Company;
use crate::demo::data::draft::security;
use crate::demo::data::machine::{Machine, Sort};
use crate::demo::data::rule::Rule;

/// How many devices of which sort each place has when the story begins.
const FLEET: [(Sort, &str, &str, usize); 20] = [
    (Sort::Laptop, "LT", "SAL", 34),
    (Sort::Laptop, "LT", "ENG", 38),
    (Sort::Laptop, "LT", "FIN", 20),
    (Sort::Laptop, "LT", "CSV", 26),
    (Sort::Laptop, "LT", "LOG", 10),
    (Sort::Laptop, "LT", "IT", 14),
    (Sort::Laptop, "LT", "HR", 10),
    (Sort::Laptop, "LT", "RND", 12),
    (Sort::Laptop, "LT", "LGL", 6),
    (Sort::Laptop, "LT", "EXE", 5),
    (Sort::Mac, "MAC", "MKT", 14),
    (Sort::Desktop, "PC", "PRD", 24),
    (Sort::Desktop, "PC", "LOG", 14),
    (Sort::Phone, "PH", "SAL", 16),
    (Sort::Tablet, "TAB", "LOG", 8),
    (Sort::OwnPhone, "BYOD", "MIX", 10),
    (Sort::Kiosk, "KIOSK", "LDS", 5),
    (Sort::Kiosk, "KIOSK", "HAM", 3),
    (Sort::Room, "ROOM", "LDS", 4),
    (Sort::Server, "SRV", "LDS", 7),
];

pub(super) fn enrol_everything(company: &mut Company) {
    for (sort, prefix, code, count) in FLEET {
        for number in 1..=count {
            company.enrol(Machine::new(sort, prefix, code, number));
        }
    }
}

pub(super) fn groups(company: &mut Company) {
    let it = [company.person("mira.okafor"), company.person("gwen.rhys")];
    for (name, code) in [
        ("Laptops-Sales", "SAL"),
        ("Laptops-Engineering", "ENG"),
        ("Laptops-Finance", "FIN"),
        ("Laptops-Customer-Service", "CSV"),
        ("Laptops-IT", "IT"),
        ("Laptops-HR", "HR"),
        ("Laptops-Research", "RND"),
    ] {
        let machines =
            company.devices(|machine| machine.sort == Sort::Laptop && machine.code == code);
        let about = format!(
            "Laptops that {} hands to its people",
            &name["Laptops-".len()..]
        );
        company.add(security(name, &about).devices(&machines).owners(&it[..1]));
    }
    let of = |company: &Company, sort: Sort| company.devices(|machine| machine.sort == sort);
    for (name, about, sort) in [
        ("Macs-Marketing", "Design workstations", Sort::Mac),
        (
            "Desktops-Production",
            "Shop floor and warehouse computers",
            Sort::Desktop,
        ),
        (
            "Phones-Corporate",
            "Phones that the company pays for",
            Sort::Phone,
        ),
        (
            "Tablets-Logistics",
            "Tablets on fork lifts and in vans",
            Sort::Tablet,
        ),
        (
            "Phones-BYOD",
            "People's own phones with company mail",
            Sort::OwnPhone,
        ),
        ("Kiosks", "Time clocks and visitor screens", Sort::Kiosk),
        (
            "Meeting-Rooms-Leeds",
            "Conference systems in Leeds",
            Sort::Room,
        ),
        (
            "Servers-Application",
            "Servers that stayed on site",
            Sort::Server,
        ),
    ] {
        let machines = of(company, sort);
        company.add(security(name, about).devices(&machines).owners(&it));
    }
    company.add(
        security(
            "Devices-Windows-All",
            "Every Windows device; update policies start here",
        )
        .dynamic(Rule::System("Windows"))
        .owners(&it),
    );
    company.add(
        security(
            "Devices-Autopilot",
            "New laptops, named by their deployment profile",
        )
        .dynamic(Rule::Prefix("LT-"))
        .owners(&it),
    );
    let first = company.devices(|machine| machine.sort == Sort::Laptop && machine.code == "IT");
    let second =
        company.devices(|machine| machine.sort == Sort::Laptop && machine.number % 10 == 3);
    let third = company.devices(|machine| machine.sort == Sort::Laptop && machine.number % 4 == 1);
    for (name, about, machines) in [
        (
            "Windows11-Ring0-Pilot",
            "First to get feature updates",
            first,
        ),
        (
            "Windows11-Ring1-Early",
            "Gets feature updates after a week",
            second,
        ),
        (
            "Windows11-Ring2-Broad",
            "Gets feature updates after a month",
            third,
        ),
    ] {
        company.add(security(name, about).devices(&machines).owners(&it));
    }
    // Groups of devices may hold other groups.
    let parts: Vec<_> = ["Laptops-Finance", "Laptops-HR", "Laptops-IT"]
        .into_iter()
        .map(|name| company.group(name))
        .collect();
    let servers = of(company, Sort::Server);
    company.add(
        security("Devices-BitLocker-Strict", "Encryption with start-up check")
            .groups(&parts)
            .devices(&servers)
            .owners(&it[1..]),
    );
}
