//! People before they are in the directory.

use serde_json::{Map, Value, json};

use super::draft::chance_time;
use super::names::ascii;
use crate::demo::DemoTenant;
use crate::demo::encoding::{guid_of, number_of};
use crate::demo::object::{Edges, Kind, Object};
use crate::model::ObjectId;

/// Why somebody or something has an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::demo) enum Role {
    /// Works here.
    Staff,
    /// Invited from elsewhere.
    Guest,
    /// A second account for administration, a shared mailbox, a machine's account.
    Service,
}

/// A person to be given an account.
#[derive(Debug, Clone)]
pub(in crate::demo) struct Hire {
    pub(in crate::demo) given: String,
    pub(in crate::demo) surname: String,
    pub(in crate::demo) role: Role,
    pub(in crate::demo) department: &'static str,
    pub(in crate::demo) office: &'static str,
    pub(in crate::demo) title: &'static str,
    /// For guests: the address they were invited with; empty = unknown to the directory.
    pub(in crate::demo) outside: Option<String>,
}

/// A person of the company, as the story and the exports need it.
#[derive(Debug, Clone)]
pub(in crate::demo) struct Employee {
    pub(in crate::demo) id: ObjectId,
    /// The place in the order in which people came.
    pub(in crate::demo) number: usize,
    pub(in crate::demo) given: String,
    pub(in crate::demo) surname: String,
    /// What stands before the `@` of the sign-in name.
    pub(in crate::demo) login: String,
    pub(in crate::demo) role: Role,
    pub(in crate::demo) department: &'static str,
    pub(in crate::demo) office: &'static str,
    pub(in crate::demo) title: &'static str,
}

impl Employee {
    pub(in crate::demo) fn is_staff(&self) -> bool {
        self.role == Role::Staff
    }
}

impl Hire {
    pub(in crate::demo) fn staff(
        given: &str,
        surname: &str,
        department: &'static str,
        office: &'static str,
        title: &'static str,
    ) -> Self {
        Self {
            given: given.to_owned(),
            surname: surname.to_owned(),
            role: Role::Staff,
            department,
            office,
            title,
            outside: None,
        }
    }

    pub(in crate::demo) fn guest(given: &str, surname: &str, address: &str) -> Self {
        Self {
            role: Role::Guest,
            outside: Some(address.to_owned()),
            ..Self::staff(given, surname, "", "", "")
        }
    }

    pub(in crate::demo) fn service(name: &str, surname: &str) -> Self {
        Self {
            role: Role::Service,
            ..Self::staff(name, surname, "", "", "")
        }
    }

    /// Makes the account; people of equal name get a number.
    pub(in crate::demo) fn account(
        self,
        tenant: &DemoTenant,
        others: &[Employee],
    ) -> (Employee, Object) {
        let plain = match self.role {
            Role::Guest => {
                let address = self.outside.as_deref().unwrap_or_default();
                format!("{}#EXT#", address.replace('@', "_"))
            }
            _ => {
                let parts = [ascii(&self.given), ascii(&self.surname)];
                parts.join(".").trim_matches('.').to_owned()
            }
        };
        let login = (1..)
            .map(|number| match number {
                1 => plain.clone(),
                number => format!("{plain}{number}"),
            })
            .find(|login| !others.iter().any(|other| other.login == *login))
            .unwrap_or(plain);
        let employee = Employee {
            id: guid_of(&[tenant.key, "user", &login]),
            number: others.last().map_or(0, |last| last.number + 1),
            given: self.given,
            surname: self.surname,
            login,
            role: self.role,
            department: self.department,
            office: self.office,
            title: self.title,
        };
        let object = employee.object(tenant, self.outside.as_deref());
        (employee, object)
    }
}

impl Employee {
    fn object(&self, tenant: &DemoTenant, outside: Option<&str>) -> Object {
        let mut properties = Map::new();
        let mut set = |property: &str, value: Value| {
            if value != "" {
                properties.insert(property.to_owned(), value);
            }
        };
        let name = format!("{} {}", self.given, self.surname);
        set("displayName", name.trim().into());
        set("accountEnabled", true.into());
        set(
            "createdDateTime",
            chance_time(&[tenant.key, "hired", &self.login]).into(),
        );
        match self.role {
            Role::Guest => {
                set(
                    "userPrincipalName",
                    format!("{}@{}", self.login, tenant.initial_domain).into(),
                );
                set("userType", "Guest".into());
                set("externalUserState", "Accepted".into());
                set("givenName", self.given.clone().into());
                set("surname", self.surname.clone().into());
                // Each third guest has no mail: only the sign-in name tells who it is.
                if !self.number.is_multiple_of(3) {
                    let address = outside.unwrap_or_default();
                    set("mail", address.into());
                    set("otherMails", json!([address]));
                    set("proxyAddresses", json!([format!("SMTP:{address}")]));
                }
            }
            Role::Service => {
                set(
                    "userPrincipalName",
                    format!("{}@{}", self.login, tenant.domain).into(),
                );
                set("userType", "Member".into());
            }
            Role::Staff => {
                let upn = format!("{}@{}", self.login, tenant.domain);
                set("userPrincipalName", upn.into());
                set("userType", "Member".into());
                set("givenName", self.given.clone().into());
                set("surname", self.surname.clone().into());
                set("department", self.department.into());
                set("companyName", tenant.name.into());
                set("jobTitle", self.title.into());
                set("officeLocation", self.office.into());
                set("employeeId", format!("E{:05}", 1000 + self.number).into());
                let mail = self.mail(tenant);
                let spare = format!("smtp:{}@{}", self.login, tenant.initial_domain);
                let mut addresses = vec![format!("SMTP:{mail}"), spare];
                addresses.extend(self.alias(tenant).map(|alias| format!("smtp:{alias}")));
                set("mail", mail.into());
                set("proxyAddresses", addresses.into());
                let number = number_of(&[tenant.key, "phone", &self.login], 1000);
                set(
                    "businessPhones",
                    json!([format!("+44 20 7946 0{number:03}")]),
                );
                if matches!(self.office, "Leeds" | "Bristol") {
                    set("onPremisesSyncEnabled", true.into());
                    set(
                        "onPremisesSamAccountName",
                        self.login.chars().take(20).collect::<String>().into(),
                    );
                }
            }
        }
        Object {
            id: self.id,
            kind: Kind::User,
            properties,
            in_bin: false,
            members: Edges::new(),
            owners: Edges::new(),
        }
    }

    /// Returns the mail address: the office in Toronto kept its own domain.
    pub(in crate::demo) fn mail(&self, tenant: &DemoTenant) -> String {
        match self.office {
            "Toronto" => format!("{}@ca.{}", self.login, tenant.domain),
            _ => format!("{}@{}", self.login, tenant.domain),
        }
    }

    /// Returns the further address that some people have.
    pub(in crate::demo) fn alias(&self, tenant: &DemoTenant) -> Option<String> {
        let (first, last) = self.login.split_once('.')?;
        let initial = first.chars().next()?;
        (self.number % 3 == 1).then(|| format!("{initial}{last}@{}", tenant.domain))
    }
}
