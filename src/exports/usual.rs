//! The usual headers of fields, for whichever tool.
//!
//! A table only. Headers are in folded form; the first of a list is the best.

use super::synonyms::Names;
use super::{Field, RecordKind};

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
