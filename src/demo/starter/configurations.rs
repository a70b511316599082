//! The configurations of a company as its documentation has them.

use crate::demo::data::company::Company;
use crate::demo::data::machine::{Machine, Sort};
use crate::demo::encoding::number_of;

/// A configuration before it is written in the form of one tool.
#[derive(Debug, Clone)]
pub(super) struct ConfigurationRecord {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) hostname: String,
    /// The Entra device id, where somebody wrote it down.
    pub(super) device_id: String,
    pub(super) kind: &'static str,
    pub(super) serial: String,
    pub(super) manufacturer: &'static str,
    pub(super) model: &'static str,
    pub(super) system: &'static str,
    pub(super) address: String,
    pub(super) notes: String,
    pub(super) archived: bool,
}

/// Things that have an entry and no account: kind, name, how many, manufacturer, model.
const OTHERS: [(&str, &str, usize, &str, &str); 5] = [
    ("Printer", "PRN", 6, "Proseware", "Proseware Print 400"),
    ("Switch", "SW", 5, "Adatum", "Adatum Switch 48"),
    ("Firewall", "FW", 2, "Adatum", "Adatum Wall 200"),
    ("Wireless Access Point", "AP", 8, "Adatum", "Adatum Air 6"),
    ("UPS", "UPS", 2, "Wingtip", "Wingtip Power 3000"),
];

/// Returns the configurations of a company, sorted by id.
pub(super) fn of(company: &Company) -> Vec<ConfigurationRecord> {
    let mut records = Vec::new();
    for (place, machine) in company.machines.iter().enumerate() {
        records.extend(of_machine(company, machine, place));
    }
    let key = company.directory.tenant.key;
    let share = if key == "contoso" { 1 } else { 3 };
    for (kind, prefix, count, manufacturer, model) in OTHERS {
        for number in 1..=count.div_ceil(share) {
            let name = format!("{prefix}-{number:02}");
            records.push(ConfigurationRecord {
                id: id_of(key, &name),
                hostname: name.to_lowercase(),
                device_id: String::new(),
                kind,
                serial: format!(
                    "{prefix}{:07}",
                    number_of(&[key, "serial", &name], 9_999_999)
                ),
                manufacturer,
                model,
                system: "",
                address: address_of(key, &name),
                notes: String::new(),
                archived: number == 6,
                name,
            });
        }
    }
    records.sort_by(|one, other| one.id.cmp(&other.id));
    records
}

fn id_of(tenant: &str, name: &str) -> String {
    (50_000_000 + number_of(&[tenant, "configuration", name], 9_000_000)).to_string()
}

fn address_of(tenant: &str, name: &str) -> String {
    let number = number_of(&[tenant, "address", name], 250 * 8);
    format!("10.20.{}.{}", number / 250, number % 250 + 2)
}

fn of_machine(company: &Company, machine: &Machine, place: usize) -> Vec<ConfigurationRecord> {
    let tenant = &company.directory.tenant;
    let (_, manufacturer, model) = machine.sort.make();
    let host = machine.name.to_lowercase();
    let mut record = ConfigurationRecord {
        id: id_of(tenant.key, &machine.name),
        name: machine.name.clone(),
        hostname: host.clone(),
        device_id: String::new(),
        kind: machine.sort.in_words(),
        serial: machine.serial(tenant),
        manufacturer,
        model,
        system: machine.sort.system_in_words(),
        address: address_of(tenant.key, &machine.name),
        notes: String::new(),
        archived: place % 60 == 31,
    };
    let asset = format!("{} {:04}", machine.sort.in_words(), 1000 + place);
    match place % 20 {
        // People's own phones are not documented, nor are some others.
        _ if machine.sort == Sort::OwnPhone => return Vec::new(),
        4 | 15 => return Vec::new(),
        // Only the device id tells.
        6 if tenant.key != "fabrikam" => {
            let id = machine.device_id(tenant).to_string().to_uppercase();
            record.device_id = format!("{{{id}}}");
            record.name = asset;
            record.hostname = String::new();
        }
        // Only the host name tells.
        6 | 9 => {
            record.name = asset;
            record.hostname = format!("{host}.corp.{}.", tenant.domain);
        }
        12 => record.name = format!(" {host}  "),
        17 => record.serial = "To be filled by O.E.M.".into(),
        18 => record.device_id = machine.device_id(tenant).to_string(),
        _ => {}
    }
    let mut records = vec![record];
    if place % 53 == 20 {
        // The old entry was kept when the device was set up anew.
        let again = records[0].clone();
        records.push(ConfigurationRecord {
            id: id_of(tenant.key, &format!("{} again", machine.name)),
            notes: "Reinstalled; which entry is right?".into(),
            ..again
        });
    }
    records
}
