//! By which headers each tool calls the fields, where they are not the usual ones.
//!
//! Tables only. Headers are in folded form; the first of a list is the best.

use super::{Field, Preset, RecordKind};

/// A field and the headers that feed it, the best first.
pub(super) type Names = (Field, &'static [&'static str]);

/// Returns the headers of a preset's own.
pub(super) fn names(preset: Preset, kind: RecordKind) -> &'static [Names] {
    match (preset, kind) {
        (Preset::Entra, RecordKind::Contact) => ENTRA_CONTACTS,
        (Preset::Entra, RecordKind::Configuration) => ENTRA_CONFIGURATIONS,
        (Preset::Intune, RecordKind::Configuration) => INTUNE,
        (Preset::Hudu, RecordKind::Configuration) => HUDU_CONFIGURATIONS,
        (Preset::Autotask, RecordKind::Contact) => AUTOTASK_CONTACTS,
        (Preset::Autotask, RecordKind::Configuration) => AUTOTASK_CONFIGURATIONS,
        (Preset::Ninja, RecordKind::Configuration) => NINJA,
        (Preset::Datto, RecordKind::Configuration) => DATTO,
        (Preset::ConnectWise, RecordKind::Configuration) => CONNECTWISE_CONFIGURATIONS,
        (Preset::Halo, RecordKind::Configuration) => HALO_CONFIGURATIONS,
        _ => &[],
    }
}

/// Returns the headers that mean something else to this preset than they usually do.
pub(super) fn kept(preset: Preset, kind: RecordKind) -> &'static [&'static str] {
    match (preset, kind) {
        // A company a person works for, not the client of a provider.
        (Preset::Entra, RecordKind::Contact) => &["companyname", "company name", "identityissuer"],
        // Of the directory object, of Intune's own, of a person: none is the device's.
        (Preset::Entra, RecordKind::Configuration) => &["objectid", "accountenabled"],
        (Preset::Intune, RecordKind::Configuration) => {
            &["phone number", "management name", "device state"]
        }
        (Preset::Autotask, _) => &["external id", "prefix", "suffix"],
        (Preset::Datto, RecordKind::Configuration) => &["description", "extipaddress"],
        _ => &[],
    }
}

const ENTRA_CONTACTS: &[Names] = &[
    (Field::Id, &["id", "objectid"]),
    (Field::FirstName, &["givenname"]),
    (Field::LastName, &["surname"]),
    (Field::FullName, &["displayname"]),
    (Field::PrimaryEmail, &["mail", "userprincipalname"]),
    (Field::Emails, &["alternateemailaddress"]),
    (Field::Phones, &["telephonenumber", "mobilephone", "mobile"]),
    (Field::Title, &["jobtitle"]),
    (Field::Type, &["usertype"]),
    (
        Field::Location,
        &["officelocation", "physicaldeliveryofficename"],
    ),
];

const ENTRA_CONFIGURATIONS: &[Names] = &[
    (Field::Id, &["deviceid"]),
    (Field::DeviceId, &["deviceid"]),
    (Field::Name, &["displayname"]),
    (Field::OperatingSystem, &["operatingsystem"]),
    (Field::Contact, &["registeredowners"]),
];

const INTUNE: &[Names] = &[
    (Field::Id, &["device id"]),
    (Field::Name, &["device name"]),
    (Field::DeviceId, &["azure ad device id"]),
    (Field::OperatingSystem, &["os"]),
    (Field::MacAddress, &["ethernetmac", "wi fi mac"]),
    (
        Field::Contact,
        &["primary user display name", "primary user upn"],
    ),
    (Field::PrimaryIp, &["wifiipv4address"]),
];

const HUDU_CONFIGURATIONS: &[Names] = &[
    (Field::Name, &["name"]),
    (Field::Type, &["asset type"]),
    (Field::SerialNumber, &["primary serial"]),
    (Field::Model, &["primary model"]),
    (Field::Manufacturer, &["primary manufacturer"]),
];

const AUTOTASK_CONTACTS: &[Names] = &[
    (Field::Id, &["contact id", "id"]),
    (Field::OrganizationId, &["organization id", "companyid"]),
    (
        Field::PrimaryEmail,
        &["email address", "emailaddress", "new email address"],
    ),
    (Field::Active, &["isactive", "active"]),
];

const AUTOTASK_CONFIGURATIONS: &[Names] = &[
    (Field::Name, &["referencetitle", "reference title"]),
    (Field::AssetTag, &["referencenumber", "reference number"]),
    (Field::Active, &["isactive", "active"]),
];

const NINJA: &[Names] = &[
    (Field::Name, &["displayname", "systemname", "system.name"]),
    (Field::Hostname, &["dnsname", "systemname"]),
    (
        Field::SerialNumber,
        &["system.serialnumber", "serialnumber"],
    ),
    (Field::Manufacturer, &["system.manufacturer"]),
    (Field::Model, &["system.model"]),
    (Field::OperatingSystem, &["os.name"]),
    (Field::Type, &["nodeclass"]),
    (Field::OrganizationId, &["organizationid"]),
];

const DATTO: &[Names] = &[
    (Field::Id, &["uid", "id"]),
    (Field::Organization, &["sitename"]),
    (Field::OrganizationId, &["siteuid", "siteid"]),
    (Field::Name, &["hostname"]),
    (Field::Hostname, &["hostname"]),
];

const CONNECTWISE_CONFIGURATIONS: &[Names] = &[
    (Field::Location, &["company address site name", "location"]),
    (Field::Notes, &["configuration notes"]),
];

const HALO_CONFIGURATIONS: &[Names] = &[
    (Field::Name, &["devicename"]),
    (Field::OrganizationId, &["client id"]),
];
