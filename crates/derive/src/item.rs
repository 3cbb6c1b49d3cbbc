//! [`Item`]: what of a struct or an enum the derives want to know, read from its tokens.

use proc_macro::{Delimiter, Group, TokenStream, TokenTree};
use std::iter::Peekable;

type Tokens = Peekable<proc_macro::token_stream::IntoIter>;

/// A struct or an enum.
pub(crate) struct Item {
    pub(crate) name: String,
    /// Members that are `None` are left out.
    pub(crate) optional: bool,
    pub(crate) shape: Shape,
}

/// What a type is made of.
pub(crate) enum Shape {
    Struct(Vec<Member>),
    /// The variants' names; each holds one value.
    Enum(Vec<String>),
}

/// A named member of a struct.
pub(crate) struct Member {
    /// As it stands in the code, `r#` included.
    pub(crate) ident: String,
    /// What the property is called on the wire, as a literal.
    pub(crate) wire: String,
    pub(crate) ty: String,
    /// Of a list: not empty where the property is absent.
    pub(crate) required: bool,
    /// Written as null where it is `None`.
    pub(crate) null: bool,
    /// The type that is read and written in place of the member's own.
    pub(crate) wrapper: Option<String>,
}

/// What `#[wire(…)]` says.
#[derive(Default)]
struct Wire {
    name: Option<String>,
    optional: bool,
    required: bool,
    null: bool,
    wrapper: Option<String>,
}

impl Member {
    /// What the type is called, without its path and its parameters: `Option`, `Vec`.
    pub(crate) fn head(&self) -> &str {
        let path = self.ty.split('<').next().unwrap_or_default();
        path.rsplit("::").next().unwrap_or_default().trim()
    }
}

impl Item {
    pub(crate) fn parse(input: TokenStream) -> Result<Self, String> {
        let mut tokens = input.into_iter().peekable();
        let wire = attributes(&mut tokens)?;
        visibility(&mut tokens);
        let kind = word(&mut tokens).ok_or("expected a struct or an enum")?;
        let name = word(&mut tokens).ok_or("expected the type's name")?;
        let body = match tokens.next() {
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => group,
            _ => {
                return Err(format!(
                    "`{name}` has parameters or no named members; use serde's derives"
                ));
            }
        };
        let shape = match kind.as_str() {
            "struct" => Shape::Struct(members(&body)?),
            "enum" => Shape::Enum(variants(&name, &body)?),
            other => return Err(format!("`{other}` has no derives")),
        };
        let optional = wire.optional;
        Ok(Self {
            name,
            optional,
            shape,
        })
    }
}

fn members(body: &Group) -> Result<Vec<Member>, String> {
    let mut tokens = body.stream().into_iter().peekable();
    let mut members = Vec::new();
    while tokens.peek().is_some() {
        let wire = attributes(&mut tokens)?;
        visibility(&mut tokens);
        let ident = word(&mut tokens).ok_or("expected a member's name")?;
        if !punctuation(&mut tokens, ':') {
            return Err(format!("expected the type of `{ident}`"));
        }
        let plain = ident.strip_prefix("r#").unwrap_or(&ident);
        members.push(Member {
            wire: wire.name.unwrap_or_else(|| format!("\"{plain}\"")),
            ty: ty(&mut tokens),
            required: wire.required,
            null: wire.null,
            wrapper: wire.wrapper,
            ident,
        });
    }
    Ok(members)
}

fn variants(name: &str, body: &Group) -> Result<Vec<String>, String> {
    let mut tokens = body.stream().into_iter().peekable();
    let mut variants = Vec::new();
    while tokens.peek().is_some() {
        attributes(&mut tokens)?;
        let variant = word(&mut tokens).ok_or("expected a variant's name")?;
        match tokens.next() {
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => {}
            _ => return Err(format!("`{name}::{variant}` does not hold one value")),
        }
        punctuation(&mut tokens, ',');
        variants.push(variant);
    }
    Ok(variants)
}

/// Passes over attributes and keeps what `#[wire(…)]` says.
fn attributes(tokens: &mut Tokens) -> Result<Wire, String> {
    let mut wire = Wire::default();
    while punctuation(tokens, '#') {
        let Some(TokenTree::Group(attribute)) = tokens.next() else {
            return Err("expected an attribute".to_owned());
        };
        let mut inside = attribute.stream().into_iter().peekable();
        if word(&mut inside).as_deref() != Some("wire") {
            continue;
        }
        if let Some(TokenTree::Group(settings)) = inside.next() {
            wire.read(&settings)?;
        }
    }
    Ok(wire)
}

impl Wire {
    fn read(&mut self, settings: &Group) -> Result<(), String> {
        let mut tokens = settings.stream().into_iter().peekable();
        while let Some(setting) = word(&mut tokens) {
            match setting.as_str() {
                "optional" => self.optional = true,
                "required" => self.required = true,
                "null" => self.null = true,
                "name" => self.name = Some(literal(&mut tokens)?),
                "as" => self.wrapper = Some(path(&mut tokens)?),
                other => return Err(format!("`#[wire({other})]` is unknown")),
            }
            punctuation(&mut tokens, ',');
        }
        Ok(())
    }
}

/// `= "…"`: the literal as it stands.
fn literal(tokens: &mut Tokens) -> Result<String, String> {
    punctuation(tokens, '=');
    match tokens.next() {
        Some(TokenTree::Literal(literal)) => Ok(literal.to_string()),
        _ => Err("expected a text after `=`".to_owned()),
    }
}

/// `= "…"`: the path of a type.
fn path(tokens: &mut Tokens) -> Result<String, String> {
    let literal = literal(tokens)?;
    let path = literal
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    path.map(str::to_owned)
        .ok_or_else(|| format!("expected the path of a type in quotes, found {literal}"))
}

fn visibility(tokens: &mut Tokens) {
    if matches!(tokens.peek(), Some(TokenTree::Ident(ident)) if ident.to_string() == "pub") {
        tokens.next();
        if matches!(tokens.peek(), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis)
        {
            tokens.next();
        }
    }
}

fn word(tokens: &mut Tokens) -> Option<String> {
    let ident = match tokens.peek()? {
        TokenTree::Ident(ident) => ident.to_string(),
        _ => return None,
    };
    tokens.next();
    Some(ident)
}

fn punctuation(tokens: &mut Tokens, wanted: char) -> bool {
    let found = matches!(tokens.peek(), Some(TokenTree::Punct(punct)) if punct.as_char() == wanted);
    if found {
        tokens.next();
    }
    found
}

/// A type, up to the comma that ends it.
fn ty(tokens: &mut Tokens) -> String {
    let mut depth = 0_u32;
    let mut ty = TokenStream::new();
    for token in tokens.by_ref() {
        if let TokenTree::Punct(punct) = &token {
            match punct.as_char() {
                '<' => depth += 1,
                '>' => depth = depth.saturating_sub(1),
                ',' if depth == 0 => break,
                _ => {}
            }
        }
        ty.extend([token]);
    }
    ty.to_string()
}
