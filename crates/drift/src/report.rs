//! The report: changes with what is known about each, and the verdict over all of them.
//!
//! Plain, serialisable data; made by `compare`, printed by `render`.

use serde::Serialize;

/// How bad a change is for who uses the API or the crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Nothing a program can notice.
    Cosmetic,
    /// Something new; what was written before keeps compiling and working.
    Additive,
    /// Something a program relied on is gone or different.
    Breaking,
}

impl Severity {
    /// The severity as a word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Cosmetic => "cosmetic",
            Severity::Additive => "additive",
            Severity::Breaking => "breaking",
        }
    }
}

/// Whether a change is about what callers send or about what they receive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// What callers send.
    Request,
    /// What callers receive.
    Response,
    /// The API as a whole, or names in Rust only.
    Api,
}

/// An operation or a webhook that a change touches.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct OperationRef {
    /// Its `operationId`, or the webhook's name.
    pub id: String,
    /// Its HTTP method, or `WEBHOOK`.
    pub method: String,
    /// Its path template, or the webhook's name.
    pub path: String,
}

/// What a change means for programs written against the generated crate.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Effect {
    /// Whether a program may no longer compile.
    pub breaking: bool,
    /// What is different: "`Clients::search`: new optional setter `card`".
    pub text: String,
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The stable id of its kind (see [`crate::kinds`]): `request-parameter-added-optional`.
    pub id: String,
    /// The worse of `wire` and of what it means in Rust.
    pub severity: Severity,
    /// How bad it is for a client of any kind, judged by direction.
    pub wire: Severity,
    /// Which way the changed thing travels.
    pub direction: Direction,
    /// The operations it touches; empty when it is about the whole API.
    pub operations: Vec<OperationRef>,
    /// What changed: "query parameter `card`", "response field `Client.email`".
    pub place: String,
    /// Where it stands in the old description (RFC 6901), where it does.
    pub old_pointer: Option<String>,
    /// Where it stands in the new description (RFC 6901), where it does.
    pub new_pointer: Option<String>,
    /// One sentence for a person.
    pub message: String,
    /// What changes in the Rust API, where anything does.
    pub rust: Option<Effect>,
}

/// What the next version of the crate has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Nothing changed.
    None,
    /// Only cosmetic changes: a patch version is enough.
    Patch,
    /// Something was added.
    Minor,
    /// Something breaks.
    Major,
}

impl Verdict {
    /// The verdict as a word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::None => "none",
            Verdict::Patch => "patch",
            Verdict::Minor => "minor",
            Verdict::Major => "major",
        }
    }

    /// The first version that may follow `current`, by semantic versioning as Cargo reads it: before 1.0.0
    /// the second number is the breaking one. `None` where `current` is no version or nothing changed.
    #[must_use]
    pub fn next_version(self, current: &str) -> Option<String> {
        let core = current.split(['-', '+']).next()?;
        let numbers: Vec<u64> = core
            .split('.')
            .map(str::parse)
            .collect::<Result<_, _>>()
            .ok()?;
        let [major, minor, patch] = numbers[..] else {
            return None;
        };
        let (major, minor, patch) = match (self, major, minor) {
            (Verdict::None, ..) => return None,
            (Verdict::Major, 0, 0) => (0, 0, patch + 1),
            (Verdict::Major, 0, _) => (0, minor + 1, 0),
            (Verdict::Major, ..) => (major + 1, 0, 0),
            (Verdict::Minor, 1.., _) => (major, minor + 1, 0),
            (Verdict::Minor | Verdict::Patch, ..) => (major, minor, patch + 1),
        };
        Some(format!("{major}.{minor}.{patch}"))
    }
}

/// All differences of two versions of an API.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The worst first; those alike by id and place.
    pub changes: Vec<Change>,
    /// What they mean for the crate's version.
    pub verdict: Verdict,
}

impl Report {
    /// A report of these changes: alike ones become one, and they are put in order.
    pub(crate) fn new(changes: Vec<Change>) -> Self {
        let mut changes = unite(changes);
        changes.sort_by(|left, right| {
            let key = |change: &Change| (std::cmp::Reverse(change.severity), change.direction);
            key(left)
                .cmp(&key(right))
                .then_with(|| left.operations.first().cmp(&right.operations.first()))
                .then_with(|| {
                    (&left.place, &left.id, &left.message).cmp(&(
                        &right.place,
                        &right.id,
                        &right.message,
                    ))
                })
        });
        let verdict = match changes.first().map(|change| change.severity) {
            None => Verdict::None,
            Some(Severity::Cosmetic) => Verdict::Patch,
            Some(Severity::Additive) => Verdict::Minor,
            Some(Severity::Breaking) => Verdict::Major,
        };
        Report { changes, verdict }
    }

    /// Whether nothing changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// How many changes have this severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.changes
            .iter()
            .filter(|change| change.severity == severity)
            .count()
    }
}

/// Makes one change of those that say the same about several operations.
fn unite(changes: Vec<Change>) -> Vec<Change> {
    let mut index: std::collections::HashMap<
        (String, String, String, Direction, Option<Effect>),
        usize,
    > = std::collections::HashMap::new();
    let mut united: Vec<Change> = Vec::new();
    for change in changes {
        let key = (
            change.id.clone(),
            change.place.clone(),
            change.message.clone(),
            change.direction,
            change.rust.clone(),
        );
        match index.get(&key) {
            Some(known) => united[*known].operations.extend(change.operations),
            None => {
                index.insert(key, united.len());
                united.push(change);
            }
        }
    }
    for change in &mut united {
        change.operations.sort();
        change.operations.dedup();
    }
    united
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn before_one_point_zero_the_second_number_is_the_breaking_one() {
        let next = |verdict: Verdict, current| verdict.next_version(current);
        assert_eq!(next(Verdict::Major, "0.3.1").as_deref(), Some("0.4.0"));
        assert_eq!(next(Verdict::Minor, "0.3.1").as_deref(), Some("0.3.2"));
        assert_eq!(next(Verdict::Major, "0.0.4").as_deref(), Some("0.0.5"));
        assert_eq!(next(Verdict::Major, "1.3.1").as_deref(), Some("2.0.0"));
        assert_eq!(next(Verdict::Minor, "1.3.1").as_deref(), Some("1.4.0"));
        assert_eq!(next(Verdict::Patch, "1.3.1").as_deref(), Some("1.3.2"));
        assert_eq!(next(Verdict::None, "1.3.1"), None);
        assert_eq!(next(Verdict::Major, "one"), None);
    }
}
