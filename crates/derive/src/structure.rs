//! What a struct becomes: the list of its members, and the traits that the runtime implements by walking it.

use crate::item::{Member, Settings};
use std::fmt::Write as _;

const PRIVATE: &str = "::sdk_runtime::__private::model";

pub(crate) fn code(settings: &Settings, name: &str, members: &[Member]) -> String {
    let mut code = list(settings, name, members);
    if settings.is_read() {
        code.push_str(&read(name, members));
    }
    code
}

/// The members' names on the wire, as an array of literals.
fn names(members: &[Member]) -> String {
    let names: Vec<&str> = members.iter().map(|member| member.wire.as_str()).collect();
    format!("[{}]", names.join(","))
}

/// The list of the members, and what needs no more than it.
fn list(settings: &Settings, name: &str, members: &[Member]) -> String {
    let (wire, named) = (names(members), named(members));
    let (mut list, mut clones) = (String::new(), String::new());
    for member in members {
        let ident = &member.ident;
        let optional = settings.request && member.head() == "Option" && !member.null;
        let _ = match &member.wrapper {
            Some(wrapper) => write!(
                list,
                "&{PRIVATE}::Wrapped(&self.{ident}, {wrapper}(&self.{ident})),"
            ),
            None if optional => write!(list, "&{PRIVATE}::Optional(&self.{ident}),"),
            None => write!(list, "&self.{ident},"),
        };
        let _ = write!(clones, "{ident}: self.{ident}.clone(),");
    }
    format!(
        "impl {PRIVATE}::Members for {name} {{
            fn members<__O: ::sdk_runtime::serde::ser::SerializeStruct, __W: {PRIVATE}::Walk<__O>>(
                &self,
                walk: __W,
            ) -> __W::Output {{
                walk{named}.walk({name:?}, {wire}, [{list}])
            }}
        }}
        impl ::std::clone::Clone for {name} {{
            #[inline]
            fn clone(&self) -> Self {{
                Self {{ {clones} }}
            }}
        }}
        impl ::std::fmt::Debug for {name} {{
            #[inline]
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {{
                {PRIVATE}::show(self, formatter)
            }}
        }}
        impl ::std::cmp::PartialEq for {name} {{
            #[inline]
            fn eq(&self, other: &Self) -> bool {{
                {PRIVATE}::equal(self, other)
            }}
        }}
        impl ::sdk_runtime::serde::Serialize for {name} {{
            fn serialize<__S: ::sdk_runtime::serde::Serializer>(&self, serializer: __S)
                -> ::std::result::Result<__S::Ok, __S::Error>
            {{
                {PRIVATE}::write(self, serializer)
            }}
        }}"
    )
}

/// What tells the names in the code, where one is not the same on the wire.
fn named(members: &[Member]) -> String {
    let own: Vec<String> = members.iter().map(Member::literal).collect();
    let same = members
        .iter()
        .zip(&own)
        .all(|(member, own)| member.wire == *own);
    if same {
        return String::new();
    }
    format!(".named([{}])", own.join(","))
}

fn read(name: &str, members: &[Member]) -> String {
    let body = match members.iter().map(blank).collect() {
        Some(blanks) => in_place(members, blanks),
        None => by_slots(members),
    };
    let names = names(members);
    format!(
        "impl {PRIVATE}::Read for {name} {{
            fn read<__P: {PRIVATE}::Properties>(object: &mut __P) -> ::std::option::Option<Self> {{
                {body}
            }}
        }}
        impl<'de> ::sdk_runtime::serde::Deserialize<'de> for {name} {{
            fn deserialize<__D: ::sdk_runtime::serde::Deserializer<'de>>(deserializer: __D)
                -> ::std::result::Result<Self, __D::Error>
            {{
                {PRIVATE}::deserialize(deserializer, {name:?}, &{names})
            }}
        }}"
    )
}

/// What a member is before its property is read, if there is such a value for every type.
fn blank(member: &Member) -> Option<&'static str> {
    match member.head() {
        _ if member.wrapper.is_some() => None,
        "Option" => Some("::std::option::Option::None"),
        "Vec" | "BTreeMap" if !member.required => Some("::std::default::Default::default()"),
        _ => None,
    }
}

/// Reading into an empty struct: half the work for the compiler, but nothing may be required.
fn in_place(members: &[Member], blanks: Vec<&'static str>) -> String {
    let (mut fields, mut list) = (String::new(), String::new());
    for (member, blank) in members.iter().zip(blanks) {
        let _ = write!(fields, "{}: {blank},", member.ident);
        let _ = write!(list, "&mut model.{},", member.ident);
    }
    format!(
        "let mut model = Self {{ {fields} }};
        {PRIVATE}::read(object, [{list}]);
        ::std::option::Option::Some(model)"
    )
}

/// Reading into a slot for each member.
fn by_slots(members: &[Member]) -> String {
    let (mut slots, mut list, mut fields) = (String::new(), String::new(), String::new());
    for (index, member) in members.iter().enumerate() {
        let ty = match &member.wrapper {
            Some(wrapper) => format!("{wrapper}<{}>", member.ty),
            None => member.ty.clone(),
        };
        let value = match (blank(member), &member.wrapper) {
            (Some(blank), _) => {
                let _ = write!(slots, "let mut m{index}: {ty} = {blank};");
                format!("m{index}")
            }
            (None, wrapper) => {
                let _ = write!(slots, "let mut m{index}={PRIVATE}::Slot::<{ty}>::empty();");
                let inner = if wrapper.is_some() {
                    ".into_inner()"
                } else {
                    ""
                };
                format!("m{index}.take(object, {})?{inner}", member.wire)
            }
        };
        let _ = write!(list, "&mut m{index},");
        let _ = write!(fields, "{}: {value},", member.ident);
    }
    format!(
        "{slots}
        {PRIVATE}::read(object, [{list}]);
        ::std::option::Option::Some(Self {{ {fields} }})"
    )
}
