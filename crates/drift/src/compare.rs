//! The comparison: two sides in, a report out; the modules below compare one kind of thing each.
//!
//! Nothing is compared by where or under what name it stands, but by what an operation reaches.

mod api;
mod body;
mod keywords;
mod matching;
mod model;
mod operation;
mod parameter;
mod presence;
mod response;
mod security;
mod value;
mod webhooks;

use sdk_ir::Api;
use sdk_ir::types::Model;
use serde_json::Value;

use crate::facts::Facts;
use crate::report::{Change, Direction, Effect, Report, Severity};
pub(crate) use keywords::LATER;
use model::Pairs;

/// One of the two versions that are compared.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    api: &'a Api,
    facts: Facts<'a>,
}

impl<'a> Side<'a> {
    /// A version of which only the IR is at hand: bounds, defaults and the like are not compared.
    #[must_use]
    pub fn new(api: &'a Api) -> Self {
        Side {
            api,
            facts: Facts::default(),
        }
    }

    /// Adds the lowered description the IR was made from (`openapiv3::OpenAPI` as JSON), so that what the IR
    /// has no member for is compared too.
    #[must_use]
    pub fn with_description(self, lowered: &'a Value) -> Self {
        Side {
            facts: self.facts.with_lowered(lowered),
            ..self
        }
    }

    /// Adds the description with its overlays and before lowering, so that the keywords of OpenAPI 3.1 that
    /// lowering cannot keep are compared where it was kept as it is.
    #[must_use]
    pub fn with_published(self, tree: &'a Value) -> Self {
        Side {
            facts: self.facts.with_published(tree),
            ..self
        }
    }

    fn model(&self, name: &str) -> Option<&'a Model> {
        self.api.models.get(name)
    }
}

/// Compares two versions of an API by their IRs alone.
#[must_use]
pub fn compare(old: &Api, new: &Api) -> Report {
    compare_sides(Side::new(old), Side::new(new))
}

/// Compares two versions of an API.
#[must_use]
pub fn compare_sides(old: Side<'_>, new: Side<'_>) -> Report {
    let context = Context { old, new };
    let mut changes = Vec::new();
    api::compare(context, &mut changes);
    let mut pairs = Pairs::default();
    for pair in matching::operations(old.api, new.api) {
        operation::compare(context, &pair, &mut pairs, &mut changes);
    }
    webhooks::compare(context, &mut pairs, &mut changes);
    pairs.finish(context, &mut changes);
    Report::new(changes)
}

/// Both sides.
#[derive(Clone, Copy, Debug)]
struct Context<'a> {
    old: Side<'a>,
    new: Side<'a>,
}

/// The kinds of places where a value stands; each has its own ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Slot {
    Parameter,
    RequestField,
    RequestBody,
    ResponseField,
    ResponseBody,
}

impl Slot {
    /// How ids of changes there begin.
    pub(crate) fn prefix(self) -> &'static str {
        match self {
            Slot::Parameter => "request-parameter",
            Slot::RequestField => "request-field",
            Slot::RequestBody => "request-body",
            Slot::ResponseField => "response-field",
            Slot::ResponseBody => "response-body",
        }
    }

    pub(crate) fn direction(self) -> Direction {
        match self {
            Slot::Parameter | Slot::RequestField | Slot::RequestBody => Direction::Request,
            Slot::ResponseField | Slot::ResponseBody => Direction::Response,
        }
    }

    /// The slot of members of a model that travels this way.
    fn of_fields(direction: Direction) -> Self {
        match direction {
            Direction::Response => Slot::ResponseField,
            Direction::Request | Direction::Api => Slot::RequestField,
        }
    }
}

/// What happens to the values a place admits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Move {
    /// More values than before.
    Wider,
    /// Fewer values than before.
    Narrower,
    /// Other values than before.
    Other,
}

impl Move {
    /// How bad a change of structure is: what is sent may be asked for less strictly, what is received may be
    /// promised more strictly.
    fn severity(self, direction: Direction) -> Severity {
        match (self, direction) {
            (Move::Wider, Direction::Request) | (Move::Narrower, Direction::Response) => {
                Severity::Additive
            }
            _ => Severity::Breaking,
        }
    }

    /// How bad a change of limits is: no client checks the limits of what it receives.
    fn of_limits(self, direction: Direction) -> Severity {
        match (self, direction) {
            (Move::Wider, Direction::Request) => Severity::Additive,
            (_, Direction::Request) => Severity::Breaking,
            (Move::Narrower, _) => Severity::Cosmetic,
            _ => Severity::Additive,
        }
    }
}

/// Where a change stands, for whoever writes one.
#[derive(Clone, Debug)]
struct Place {
    direction: Direction,
    /// "query parameter `card`".
    name: String,
    old: Option<String>,
    new: Option<String>,
}

impl Place {
    fn new(direction: Direction, name: impl Into<String>) -> Self {
        Place {
            direction,
            name: name.into(),
            old: None,
            new: None,
        }
    }

    /// The same place with where it stands on either side; what stands nowhere has an empty pointer.
    fn at(self, old: Option<&str>, new: Option<&str>) -> Self {
        let pointer =
            |pointer: Option<&str>| pointer.filter(|text| !text.is_empty()).map(str::to_owned);
        Place {
            old: pointer(old),
            new: pointer(new),
            ..self
        }
    }

    /// A change here; who collects it says which operations it touches.
    fn change(
        &self,
        id: impl Into<String>,
        wire: Severity,
        message: impl Into<String>,
        rust: Option<Effect>,
    ) -> Change {
        let shown = rust.as_ref().map(|effect| match effect.breaking {
            true => Severity::Breaking,
            // What the crate shows differently needs a version that says so.
            false => Severity::Additive,
        });
        Change {
            id: id.into(),
            severity: shown.map_or(wire, |shown| shown.max(wire)),
            wire,
            direction: self.direction,
            operations: Vec::new(),
            place: self.name.clone(),
            old_pointer: self.old.clone(),
            new_pointer: self.new.clone(),
            message: message.into(),
            rust,
        }
    }
}
