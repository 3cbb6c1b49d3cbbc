//! JSON:API's compound documents (JSON:API 1.1 §5.4): the resources that come along with an answer, found by what
//! refers to them. An answer's body goes in; [`Included`] hands out typed resources, decoded when they are asked for.
//! Which types are resources, and what their relationships lead to, the generated crate says by [`Resource`] and
//! [`Links`].

mod id;

pub use id::TextId;

use crate::call::Answer;
use crate::decode::{self, pointer};
use crate::error::Result;
use bytes::Bytes;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::fmt;
use std::sync::OnceLock;

/// A type that a resource object is read into (JSON:API 1.1 §5.2).
pub trait Resource: DeserializeOwned {
    /// The `type` of such resources.
    const TYPE: &'static str;
}

/// What refers to resources: a resource identifier, a relationship, or several of them.
pub trait Links {
    /// The resources referred to, in order.
    fn links(&self) -> Vec<Link>;
}

/// A resource's `type` and `id` (JSON:API 1.1 §5.2.1).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Link {
    /// The resource's type.
    pub kind: String,
    /// The resource's identifier, unique among those of its type.
    pub id: String,
}

impl Link {
    /// The link to the resource of this type and identifier.
    pub fn new(kind: impl ToString, id: impl ToString) -> Self {
        Self {
            kind: kind.to_string(),
            id: id.to_string(),
        }
    }
}

impl Links for Link {
    fn links(&self) -> Vec<Link> {
        vec![self.clone()]
    }
}

impl<T: Links + ?Sized> Links for &T {
    fn links(&self) -> Vec<Link> {
        (**self).links()
    }
}

impl<T: Links> Links for Option<T> {
    fn links(&self) -> Vec<Link> {
        self.as_ref().map_or_else(Vec::new, Links::links)
    }
}

impl<T: Links> Links for Vec<T> {
    fn links(&self) -> Vec<Link> {
        self.iter().flat_map(Links::links).collect()
    }
}

/// The resources that came along with an answer, since `include` asked for them.
///
/// ```
/// use sdk_runtime::json_api::{Included, Link, Resource};
///
/// #[sdk_runtime::model]
/// struct Category {
///     id: String,
/// }
/// impl Resource for Category {
///     const TYPE: &'static str = "category";
/// }
///
/// let answer = br#"{"data": [], "included": [{"type": "category", "id": "7"}]}"#;
/// let included = Included::from_slice(answer, "included");
/// let category: Option<Category> = included.one(Link::new("category", 7))?;
/// assert_eq!(category.map(|category| category.id).as_deref(), Some("7"));
/// # Ok::<(), sdk_runtime::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct Included {
    body: Bytes,
    member: &'static str,
    strict: bool,
    read: OnceLock<Vec<(Link, Value)>>,
}

impl Included {
    /// The resources in the member of this name of an answer's body. What is no resource object is left out.
    #[must_use]
    pub fn from_slice(body: &[u8], member: &'static str) -> Self {
        Self {
            body: Bytes::copy_from_slice(body),
            member,
            strict: false,
            read: OnceLock::new(),
        }
    }

    /// The resources in an answer whose envelope has a member for them.
    pub(crate) fn of(answer: &Answer) -> Self {
        let envelope = answer.operation.envelope;
        match envelope.and_then(|envelope| envelope.included) {
            None => Self::default(),
            Some(member) => Self {
                body: answer.body(),
                member,
                strict: answer.settings.strict,
                read: OnceLock::new(),
            },
        }
    }

    /// The resource that is referred to, where it came along; the first one where several are.
    ///
    /// # Errors
    /// When it came along and cannot be read as a `T`.
    pub fn one<T: Resource>(&self, to: impl Links) -> Result<Option<T>> {
        self.found(to).next().transpose()
    }

    /// The resources that are referred to, as far as they are of the type of `T` and came along, in order.
    ///
    /// # Errors
    /// When one of them cannot be read as a `T`.
    pub fn many<T: Resource>(&self, to: impl Links) -> Result<Vec<T>> {
        self.found(to).collect()
    }

    /// All resources of the type of `T` that came along, in order.
    ///
    /// # Errors
    /// When one of them cannot be read as a `T`.
    pub fn all<T: Resource>(&self) -> Result<Vec<T>> {
        let of_type = self.resources().iter();
        of_type
            .filter(|(link, _)| link.kind == T::TYPE)
            .map(|(_, resource)| self.read(resource))
            .collect()
    }

    /// The types and identifiers of all resources that came along, known or not.
    pub fn links(&self) -> impl Iterator<Item = &Link> {
        self.resources().iter().map(|(link, _)| link)
    }

    /// Whether nothing came along.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.resources().is_empty()
    }

    fn found<T: Resource>(&self, to: impl Links) -> impl Iterator<Item = Result<T>> {
        let links = to.links().into_iter();
        links
            .filter(|link| link.kind == T::TYPE)
            .filter_map(|wanted| {
                let resources = self.resources().iter();
                let mut found = resources.filter(move |(link, _)| *link == wanted);
                found.next().map(|(_, resource)| self.read(resource))
            })
    }

    fn read<T: Resource>(&self, resource: &Value) -> Result<T> {
        let json = resource.to_string();
        decode::from_slice(json.as_bytes(), self.strict).map(|decoded| decoded.data)
    }

    fn resources(&self) -> &[(Link, Value)] {
        self.read.get_or_init(|| {
            let pointer = format!("/{}", self.member);
            let Some(Value::Array(list)) = pointer::value(&self.body, &pointer) else {
                return Vec::new();
            };
            let text = |value: &Value| match value {
                Value::String(text) => Some(text.clone()),
                // A number where the specification has text.
                Value::Number(number) => Some(number.to_string()),
                _ => None,
            };
            let entry = |resource: Value| {
                let kind = resource.get("type").and_then(text)?;
                let id = resource.get("id").and_then(text)?;
                Some((Link { kind, id }, resource))
            };
            list.into_iter().filter_map(entry).collect()
        })
    }
}

impl fmt::Debug for Included {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.links()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[crate::model]
    struct Pet {
        id: String,
        age: i64,
    }

    impl Resource for Pet {
        const TYPE: &'static str = "pet";
    }

    const ANSWER: &[u8] = br#"{"data": {}, "included": [
        {"type": "owner", "id": "1", "age": 50},
        {"type": "pet", "id": "1", "age": "3"},
        {"type": "pet", "id": 2, "age": 4},
        {"type": "pet", "id": "9", "age": "old"},
        7]}"#;

    #[test]
    fn what_is_referred_to_is_found_by_type_and_identifier() {
        let included = Included::from_slice(ANSWER, "included");
        let pet = included.one::<Pet>(Link::new("pet", 1)).unwrap().unwrap();
        // The number is text here, as PHP writes it.
        assert_eq!((pet.id.as_str(), pet.age), ("1", 3));
        assert_eq!(included.one::<Pet>(Link::new("owner", 1)).unwrap(), None);
        assert_eq!(included.one::<Pet>(Link::new("pet", 5)).unwrap(), None);
        let both = vec![Some(Link::new("pet", 2)), None, Some(Link::new("pet", 1))];
        let ages: Vec<_> = included.many::<Pet>(&both).unwrap();
        assert_eq!(ages.iter().map(|pet| pet.age).collect::<Vec<_>>(), [4, 3]);
        assert_eq!(included.links().count(), 4);
    }

    #[test]
    fn what_came_along_and_cannot_be_read_is_an_error() {
        let included = Included::from_slice(ANSWER, "included");
        let error = included.one::<Pet>(Link::new("pet", 9)).unwrap_err();
        assert!(error.to_string().contains("$.age"), "{error}");
        assert!(included.all::<Pet>().is_err());
    }

    #[test]
    fn an_answer_without_resources_has_none() {
        for answer in [&b"{}"[..], b"[]", b"", br#"{"included": null}"#] {
            assert!(Included::from_slice(answer, "included").is_empty());
        }
    }
}
