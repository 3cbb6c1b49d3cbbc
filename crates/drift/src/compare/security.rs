//! Credentials: what an operation needs, and how each scheme puts a secret into a request.
//!
//! A scheme is what it sends, not what it is called: renaming one is no drift.

use std::collections::BTreeSet;

use sdk_ir::operation::Operation;

use super::operation::Both;
use super::{Context, Place, Side};
use crate::report::{Change, Direction, Severity};
use crate::rust;

/// One alternative: what has to be sent together.
type Needs = BTreeSet<String>;

/// Compares what an operation needs.
pub(crate) fn operation(both: &Both<'_>, out: &mut Vec<Change>) {
    let old = alternatives(both.context.old, both.old);
    let new = alternatives(both.context.new, both.new);
    let place = Place::new(Direction::Request, "credentials")
        .at(Some(&both.old.pointer), Some(&both.new.pointer));
    match (open(&old), open(&new)) {
        (true, true) => {}
        (true, false) => {
            out.push(place.change(
                "security-added",
                Severity::Breaking,
                "Credentials are now needed.",
                None,
            ));
        }
        (false, true) => {
            out.push(place.change(
                "security-removed",
                Severity::Additive,
                "Credentials are no longer needed.",
                None,
            ));
        }
        (false, false) => {
            // Who sends all an old alternative asks for is served by any new one that asks for no more.
            for lost in old
                .iter()
                .filter(|old| !new.iter().any(|new| new.is_subset(old)))
            {
                let message = format!("{} is no longer enough.", shown(lost));
                out.push(place.change(
                    "security-alternative-removed",
                    Severity::Breaking,
                    message,
                    None,
                ));
            }
            for won in new
                .iter()
                .filter(|new| !old.iter().any(|old| old.is_subset(new)))
            {
                let message = format!("{} is now enough.", shown(won));
                out.push(place.change(
                    "security-alternative-added",
                    Severity::Additive,
                    message,
                    None,
                ));
            }
        }
    }
    scopes(both, &place, out);
}

fn open(alternatives: &[Needs]) -> bool {
    alternatives.is_empty() || alternatives.iter().any(BTreeSet::is_empty)
}

fn alternatives(side: Side<'_>, operation: &Operation) -> Vec<Needs> {
    let sent = |name: &String| match side.api.security_schemes.get(name) {
        Some(scheme) => format!("{} {}", place(&scheme.place), scheme.template),
        None => name.clone(),
    };
    operation
        .security
        .iter()
        .map(|combination| combination.iter().map(sent).collect())
        .collect()
}

fn place(place: &sdk_ir::api::CredentialPlace) -> String {
    use sdk_ir::api::CredentialPlace::{Basic, Cookie, Header, Query};
    match place {
        Header(name) => format!("{name}:"),
        Query(name) => format!("?{name}="),
        Cookie(name) => format!("cookie {name}="),
        Basic => "Authorization: Basic".to_owned(),
    }
}

fn shown(needs: &Needs) -> String {
    let list: Vec<String> = needs.iter().map(|one| format!("`{one}`")).collect();
    list.join(" with ")
}

/// Scopes of the schemes an operation names itself.
fn scopes(both: &Both<'_>, place: &Place, out: &mut Vec<Change>) {
    let named = |side: Side<'_>, operation: &Operation| -> BTreeSet<(String, String)> {
        let own = side
            .facts
            .at(&operation.pointer)
            .and_then(|declared| declared.get("security"));
        let all = own.or_else(|| side.facts.at("").and_then(|root| root.get("security")));
        let list = all
            .and_then(serde_json::Value::as_array)
            .into_iter()
            .flatten();
        list.filter_map(serde_json::Value::as_object)
            .flatten()
            .flat_map(|(name, scopes)| {
                let scopes = scopes.as_array().into_iter().flatten();
                scopes
                    .filter_map(serde_json::Value::as_str)
                    .map(|scope| (name.clone(), scope.to_owned()))
            })
            .collect()
    };
    let old = named(both.context.old, both.old);
    let new = named(both.context.new, both.new);
    for (_, scope) in new.difference(&old) {
        let message = format!("The scope `{scope}` is now needed.");
        out.push(place.change("security-scope-added", Severity::Breaking, message, None));
    }
    for (_, scope) in old.difference(&new) {
        let message = format!("The scope `{scope}` is no longer needed.");
        out.push(place.change("security-scope-removed", Severity::Additive, message, None));
    }
}

/// Compares the secrets a client can be given: the builder's setters.
pub(crate) fn secrets(context: Context<'_>, out: &mut Vec<Change>) {
    let all = |side: Side<'_>| -> BTreeSet<String> {
        side.api
            .security_schemes
            .values()
            .flat_map(|scheme| scheme.settable().map(str::to_owned))
            .collect()
    };
    let (old, new) = (all(context.old), all(context.new));
    for secret in new.difference(&old) {
        let place = Place::new(Direction::Api, format!("secret `{secret}`"));
        let rust = rust::harmless(format!("`ClientBuilder`: new setter `{secret}`"));
        out.push(place.change(
            "credential-added",
            Severity::Additive,
            format!("There is a new secret `{secret}`."),
            rust,
        ));
    }
    for secret in old.difference(&new) {
        let place = Place::new(Direction::Api, format!("secret `{secret}`"));
        let rust = rust::breaking(format!("`ClientBuilder`: setter `{secret}` is gone"));
        out.push(place.change(
            "credential-removed",
            Severity::Cosmetic,
            format!("The secret `{secret}` is used nowhere any more."),
            rust,
        ));
    }
}
