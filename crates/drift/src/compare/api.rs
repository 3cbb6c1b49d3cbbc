//! What belongs to the whole API: its version, base URLs, default headers, limits, envelope, secrets.

use sdk_ir::api::Server;

use super::{Context, Place, security};
use crate::report::{Change, Direction, Severity};
use crate::rust;

/// Compares what is the same for all operations.
pub(crate) fn compare(context: Context<'_>, out: &mut Vec<Change>) {
    let (old, new) = (context.old.api, context.new.api);
    if old.version != new.version {
        let place =
            Place::new(Direction::Api, "version").at(Some("/info/version"), Some("/info/version"));
        let message = format!(
            "The description calls itself {} instead of {}.",
            new.version, old.version
        );
        out.push(place.change("api-version-changed", Severity::Cosmetic, message, None));
    }
    servers(context, out);
    security::secrets(context, out);
    headers(context, out);
    if old.limits != new.limits {
        let place = Place::new(Direction::Api, "request limits");
        out.push(place.change(
            "request-limits-changed",
            Severity::Additive,
            "The published request limits are others.",
            None,
        ));
    }
    if old.envelope != new.envelope {
        let place = Place::new(Direction::Response, "envelope");
        out.push(place.change(
            "envelope-changed",
            Severity::Breaking,
            "Answers are wrapped in another way.",
            None,
        ));
    }
}

/// Base URLs: the first is where requests go unless a program says otherwise.
fn servers(context: Context<'_>, out: &mut Vec<Change>) {
    let (old, new) = (&context.old.api.servers, &context.new.api.servers);
    if let (Some(before), Some(now)) = (old.first(), new.first())
        && before.url != now.url
    {
        let kept = new.iter().any(|server| server.url == before.url);
        let wire = if kept {
            Severity::Additive
        } else {
            Severity::Breaking
        };
        let message = format!("Requests go to {} instead of {}.", now.url, before.url);
        out.push(server_place(&now.url).change("server-default-changed", wire, message, None));
    }
    further(old, new, out);
}

fn server_place(url: &str) -> Place {
    Place::new(Direction::Api, format!("server {url}")).at(Some("/servers"), Some("/servers"))
}

/// Base URLs that a program can choose: setters of the builder.
fn further(old: &[Server], new: &[Server], out: &mut Vec<Change>) {
    let method = |server: &Server| format!("{}_server", server.name.trim_start_matches("r#"));
    for server in new.iter().skip(1) {
        let known = old.iter().skip(1).find(|known| known.url == server.url);
        let (change, message, rust) = match known {
            None => (
                ("server-added", Severity::Additive),
                format!("There is a new server {}.", server.url),
                rust::harmless(format!("`ClientBuilder`: new setter `{}`", method(server))),
            ),
            Some(known) if known.name != server.name => (
                ("server-renamed", Severity::Cosmetic),
                format!("The server {} has another name.", server.url),
                rust::breaking(format!(
                    "`ClientBuilder`: setter `{}` is now called `{}`",
                    method(known),
                    method(server)
                )),
            ),
            Some(_) => continue,
        };
        out.push(server_place(&server.url).change(change.0, change.1, message, rust));
    }
    for server in old
        .iter()
        .skip(1)
        .filter(|one| !new.iter().skip(1).any(|known| known.url == one.url))
    {
        let kept = new.first().is_some_and(|first| first.url == server.url);
        let wire = if kept {
            Severity::Cosmetic
        } else {
            Severity::Breaking
        };
        let message = if kept {
            format!("The server {} is the default now.", server.url)
        } else {
            format!("The server {} is gone.", server.url)
        };
        let rust = rust::breaking(format!(
            "`ClientBuilder`: setter `{}` is gone",
            method(server)
        ));
        out.push(server_place(&server.url).change("server-removed", wire, message, rust));
    }
}

/// Headers that the client sends by itself.
fn headers(context: Context<'_>, out: &mut Vec<Change>) {
    let (old, new) = (&context.old.api.headers, &context.new.api.headers);
    for name in old
        .keys()
        .chain(new.keys())
        .collect::<std::collections::BTreeSet<_>>()
    {
        let (before, now) = (old.get(name), new.get(name));
        if before == now {
            continue;
        }
        let place = Place::new(Direction::Request, format!("header `{name}`"));
        let message = match (before, now) {
            (_, Some(now)) => format!("The client sends `{name}: {now}` with every request."),
            _ => format!("The client no longer sends `{name}`."),
        };
        let rust = rust::harmless("the client sends it by itself".to_owned());
        out.push(place.change("default-header-changed", Severity::Additive, message, rust));
    }
}
