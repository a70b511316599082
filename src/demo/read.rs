//! Direct reads: the organization, single objects, members and owners of a group.

use serde_json::{Map, Value, json};

use super::encoding::{seal, unseal};
use super::object::{Directory, Kind, Object};
use super::query::{Query, Selection};
use super::reply::Reply;
use crate::model::ObjectId;

/// The page size when `$top` does not say.
const PAGE: usize = 100;
/// The largest page size that is taken.
const LARGEST_PAGE: usize = 999;

/// Answers `GET /v1.0/organization`.
pub(super) fn organization(base: &str, directory: &Directory, query: &Query) -> Reply {
    let tenant = &directory.tenant;
    let domain = |name: &str, is_default: bool| {
        json!({
            "capabilities": "Email, OfficeCommunicationsOnline",
            "isDefault": is_default,
            "isInitial": !is_default,
            "name": name,
            "type": "Managed",
        })
    };
    let all = json!({
        "id": tenant.id.to_string(),
        "displayName": tenant.name,
        "countryLetterCode": "GB",
        "tenantType": "AAD",
        "onPremisesSyncEnabled": tenant.key == "contoso",
        "verifiedDomains": [domain(tenant.domain, true), domain(tenant.initial_domain, false)],
    });
    let mut object = Map::new();
    let selected: Option<Vec<&str>> = query
        .get("$select")
        .map(|select| select.split(',').map(str::trim).collect());
    for (key, value) in all.as_object().into_iter().flatten() {
        let wanted = selected.as_ref().is_none_or(|names| {
            key == "id" || names.iter().any(|name| name.eq_ignore_ascii_case(key))
        });
        if wanted {
            object.insert(key.clone(), value.clone());
        }
    }
    Reply::ok(json!({
        "@odata.context": format!("{base}/v1.0/$metadata#organization"),
        "value": [object],
    }))
}

/// Answers `GET /v1.0/{kind}/{id}`.
pub(super) fn object(
    base: &str,
    directory: &Directory,
    kind: Kind,
    id: &str,
    query: &Query,
) -> Reply {
    let Some(object) = find(directory, kind, id) else {
        return Reply::not_found(id);
    };
    let selection = match Selection::parse(kind, query.get("$select")) {
        Ok(selection) if selection.members || selection.owners => {
            let relation = if selection.members {
                "members"
            } else {
                "owners"
            };
            return Reply::unknown_property(relation, kind);
        }
        Ok(selection) => selection,
        Err(reply) => return reply,
    };
    let mut body = selection.all_properties(object);
    let context = format!("{base}/v1.0/$metadata#{}/$entity", kind.path());
    body.insert("@odata.context".into(), context.into());
    Reply::ok(body.into())
}

fn find<'d>(directory: &'d Directory, kind: Kind, id: &str) -> Option<&'d Object> {
    let id: ObjectId = id.parse().ok()?;
    directory.get(kind, id).filter(|object| !object.in_bin)
}

/// Answers `GET /v1.0/groups/{id}/members` and `…/owners`.
pub(super) fn related(
    base: &str,
    directory: &Directory,
    id: &str,
    relation: &str,
    query: &Query,
) -> Reply {
    let Some(group) = find(directory, Kind::Group, id) else {
        return Reply::not_found(id);
    };
    let top = match query.get("$top").map(str::parse::<usize>) {
        None => PAGE,
        Some(Ok(top)) if (1..=LARGEST_PAGE).contains(&top) => top,
        Some(_) => {
            return Reply::bad_request(
                "Invalid page size specified. Must be between 1 and 999 inclusive.",
            );
        }
    };
    let front = format!("{}|{relation}|", group.id);
    let skip = match query.get("$skiptoken") {
        None => 0,
        Some(token) => {
            let place =
                unseal(token).and_then(|text| text.strip_prefix(&front)?.parse::<usize>().ok());
            match place {
                Some(place) => place,
                None => return Reply::expired_page(),
            }
        }
    };
    let edges = if relation == "owners" {
        &group.owners
    } else {
        &group.members
    };
    let hidden = relation == "members" && group.hides_members();
    // People in the bin are members still, but this call does not tell of them.
    let shown: Vec<&Object> = edges
        .iter()
        .filter(|_| !hidden)
        .filter_map(|(id, kind)| directory.get(*kind, *id))
        .filter(|object| !object.in_bin)
        .collect();
    let mut value: Vec<Value> = Vec::new();
    for object in shown.iter().skip(skip).take(top) {
        let mut entry = match select_for(object, query.get("$select")) {
            Ok(selection) => selection.all_properties(object),
            Err(reply) => return reply,
        };
        let kind = format!("#microsoft.graph.{}", object.kind.type_name());
        entry.insert("@odata.type".into(), kind.into());
        value.push(entry.into());
    }
    let mut body = Map::new();
    let context = format!("{base}/v1.0/$metadata#directoryObjects");
    body.insert("@odata.context".into(), context.into());
    if skip + value.len() < shown.len() {
        let token = seal(&format!("{front}{}", skip + value.len()));
        let mut link = format!("{base}/v1.0/groups/{}/{relation}?$top={top}", group.id);
        if let Some(select) = query.get("$select") {
            let plain: String = select
                .chars()
                .filter(|letter| letter.is_ascii_alphanumeric() || *letter == ',')
                .collect();
            link.push_str(&format!("&$select={plain}"));
        }
        link.push_str(&format!("&$skiptoken={token}"));
        body.insert("@odata.nextLink".into(), link.into());
    }
    body.insert("value".into(), value.into());
    Reply::ok(body.into())
}

/// Reads the `$select` of a mixed list: what a type does not have is left out, what none has is
/// refused.
fn select_for(object: &Object, select: Option<&str>) -> Result<Selection, Reply> {
    let Some(select) = select else {
        return Selection::parse(object.kind, None);
    };
    let mut own = vec!["id"];
    for name in select.split(',').map(str::trim) {
        let has = |kind: Kind| {
            kind.properties()
                .iter()
                .any(|known| known.eq_ignore_ascii_case(name))
        };
        if has(object.kind) {
            own.push(name);
        } else if !name.eq_ignore_ascii_case("id") && !Kind::ALL.into_iter().any(has) {
            return Err(Reply::unknown_property(name, object.kind));
        }
    }
    Selection::parse(object.kind, Some(&own.join(",")))
}
