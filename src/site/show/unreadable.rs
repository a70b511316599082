//! What is said of an object of which the directory told only the id: which permission would tell
//! more (GRAPH.md 7).

use crate::graph::{Stream, required_permission};
use crate::model::{MemberType, StreamCoverage};
use crate::site::model::TenantEntry;

/// Returns why nothing is known of an object of this type but its id, and what to do about it.
pub(super) fn words(tenant: Option<&TenantEntry>, kind: &MemberType) -> String {
    const WHY: &str = "not readable: the directory told only its id";
    let stream = match kind {
        MemberType::User => Stream::Users,
        MemberType::Device => Stream::Devices,
        MemberType::Group => Stream::Groups,
        MemberType::ServicePrincipal => Stream::ServicePrincipals,
        MemberType::OrgContact => Stream::Contacts,
        MemberType::Other(_) => return WHY.to_owned(),
    };
    let coverage = tenant.and_then(|it| it.coverage.as_ref());
    let read = coverage.and_then(|it| it.streams.get(stream.key()));
    if read == Some(&StreamCoverage::Full) {
        // The permission is there, and yet the directory keeps it to itself.
        return WHY.to_owned();
    }
    format!("{WHY}; grant {} and consent", required_permission(stream))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Coverage;
    use crate::site::join;
    use crate::site::testing::{group, organization};

    #[test]
    fn the_permission_is_named_unless_the_app_has_it() {
        let mut model = join(&organization(vec![group(0, &[], &[])]));
        let tenant = &mut model.organizations[0].tenants[0];
        let plain = "not readable: the directory told only its id";
        for (kind, stream, permission) in [
            (MemberType::User, "users", "User.Read.All"),
            (MemberType::Device, "devices", "Device.Read.All"),
            (MemberType::Group, "groups", "GroupMember.Read.All"),
            (MemberType::OrgContact, "contacts", "OrgContact.Read.All"),
            (
                MemberType::ServicePrincipal,
                "servicePrincipals",
                "Application.Read.All",
            ),
        ] {
            let named = format!("{plain}; grant {permission} and consent");
            for (read, expected) in [
                (None, named.as_str()),
                (Some(StreamCoverage::NotRead), &named),
                (Some(StreamCoverage::Denied), &named),
                (Some(StreamCoverage::Full), plain),
            ] {
                let streams = read.map(|it| (stream.to_owned(), it));
                tenant.coverage = Some(Coverage {
                    streams: streams.into_iter().collect(),
                    ..Coverage::default()
                });
                assert_eq!(words(Some(tenant), &kind), expected, "{stream}: {read:?}");
            }
        }
        let unknown = MemberType::Other("agent".into());
        assert_eq!(words(Some(tenant), &unknown), plain);
    }
}
