//! By which headers each tool calls the fields, and the usual names for all others.
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

/// Returns the usual headers of any tool.
pub(super) fn usual_names(kind: RecordKind) -> &'static [Names] {
    match kind {
        RecordKind::Contact => CONTACTS,
        RecordKind::Configuration => CONFIGURATIONS,
        RecordKind::Organization => ORGANIZATIONS,
    }
}

const ORGANIZATION: Names = (
    Field::Organization,
    &[
        "organization",
        "organization name",
        "organisation",
        "organisation name",
        "company",
        "company name",
        "companyname",
        "company.name",
        "client",
        "client name",
        "customer",
        "customer name",
    ],
);

const ORGANIZATION_ID: Names = (
    Field::OrganizationId,
    &[
        "organization id",
        "organisation id",
        "organizationid",
        "company id",
        "companyid",
        "company.id",
        "client id",
        "clientid",
        "customer id",
    ],
);

const LOCATION: Names = (
    Field::Location,
    &[
        "location",
        "location name",
        "site",
        "site name",
        "sitename",
        "office location",
        "officelocation",
        "office",
    ],
);

const NOTES: Names = (Field::Notes, &["notes", "note", "comments", "comment"]);

const ARCHIVED: Names = (
    Field::Archived,
    &[
        "archived",
        "inactive",
        "inactiveflag",
        "inactive flag",
        "is archived",
        "is inactive",
    ],
);

const SOURCE_URL: Names = (Field::SourceUrl, &["resource url", "source url", "url"]);

const CONTACTS: &[Names] = &[
    (Field::Id, &["id", "contact id", "record id"]),
    ORGANIZATION,
    ORGANIZATION_ID,
    (
        Field::FirstName,
        &[
            "first name",
            "firstname",
            "given name",
            "givenname",
            "forename",
        ],
    ),
    (
        Field::LastName,
        &["last name", "lastname", "surname", "family name"],
    ),
    (
        Field::FullName,
        &[
            "full name",
            "fullname",
            "name",
            "display name",
            "displayname",
            "contact name",
        ],
    ),
    (
        Field::PrimaryEmail,
        &[
            "primary email",
            "primary mail",
            "email",
            "e mail",
            "email address",
            "e mail address",
            "emailaddress",
            "work email",
            "mail",
            "primary email address",
        ],
    ),
    (
        Field::Emails,
        &[
            "emails",
            "contact emails",
            "email addresses",
            "other emails",
            "secondary email",
            "alternate email",
            "alternateemailaddress",
            "personal email",
            "email 2",
            "email 3",
            "email2",
            "email3",
            "additional contact items",
        ],
    ),
    (
        Field::Phones,
        &[
            "primary phone",
            "phone",
            "phones",
            "contact phones",
            "phone number",
            "phonenumber",
            "office phone",
            "work phone",
            "business phone",
            "telephone",
            "telephone number",
            "telephonenumber",
            "mobile",
            "mobile phone",
            "mobilephone",
            "cell",
            "cell phone",
        ],
    ),
    (
        Field::Title,
        &["title", "job title", "jobtitle", "position"],
    ),
    (Field::Type, &["contact type", "contact type name", "type"]),
    (Field::Status, &["status", "contact status"]),
    LOCATION,
    NOTES,
    ARCHIVED,
    SOURCE_URL,
];

const CONFIGURATIONS: &[Names] = &[
    (
        Field::Id,
        &["id", "configuration id", "asset id", "record id"],
    ),
    ORGANIZATION,
    ORGANIZATION_ID,
    (
        Field::Name,
        &[
            "name",
            "configuration name",
            "device name",
            "devicename",
            "system name",
            "systemname",
            "display name",
            "displayname",
        ],
    ),
    (
        Field::Hostname,
        &[
            "hostname",
            "host name",
            "dns name",
            "dnsname",
            "computer name",
            "fqdn",
        ],
    ),
    (
        Field::DeviceId,
        &[
            "azure ad device id",
            "entra device id",
            "azureaddeviceid",
            "entradeviceid",
            "aad device id",
        ],
    ),
    (
        Field::SerialNumber,
        &[
            "serial number",
            "serialnumber",
            "serial",
            "primary serial",
            "service tag",
        ],
    ),
    (Field::AssetTag, &["asset tag", "assettag", "tag number"]),
    (
        Field::Type,
        &[
            "configuration type",
            "configuration type name",
            "asset type",
            "device type",
            "type",
        ],
    ),
    (
        Field::Status,
        &[
            "configuration status",
            "configuration status name",
            "status",
        ],
    ),
    (
        Field::Manufacturer,
        &[
            "manufacturer",
            "manufacturer name",
            "manufacturer company name",
            "primary manufacturer",
            "make",
        ],
    ),
    (
        Field::Model,
        &["model", "model name", "model number", "primary model"],
    ),
    (
        Field::OperatingSystem,
        &[
            "operating system",
            "operating system name",
            "operatingsystem",
            "os",
        ],
    ),
    (
        Field::PrimaryIp,
        &[
            "primary ip",
            "ip address",
            "ipaddress",
            "ip",
            "intipaddress",
        ],
    ),
    (
        Field::MacAddress,
        &[
            "mac address",
            "macaddress",
            "mac",
            "mac addresses",
            "macaddresses",
        ],
    ),
    (Field::Contact, &["contact", "contact name", "assigned to"]),
    (Field::ContactFirstName, &["contact first name"]),
    (Field::ContactLastName, &["contact last name"]),
    LOCATION,
    (
        Field::WarrantyExpiresAt,
        &[
            "warranty expires at",
            "warranty expires",
            "warranty date",
            "warranty expiration date",
            "warranty expiry",
        ],
    ),
    (
        Field::PurchasedAt,
        &["purchased at", "purchase date", "purchasedate"],
    ),
    (
        Field::InstalledAt,
        &["installed at", "installed date", "install date"],
    ),
    NOTES,
    ARCHIVED,
    SOURCE_URL,
];

const ORGANIZATIONS: &[Names] = &[
    (Field::Id, &["id", "organization id"]),
    (Field::Name, &["name", "organization name", "organization"]),
    (Field::Status, &["organization status", "status"]),
    (Field::Type, &["organization type", "type"]),
];

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
    (
        Field::Emails,
        &[
            "email address 2",
            "email address 3",
            "emailaddress2",
            "emailaddress3",
        ],
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
