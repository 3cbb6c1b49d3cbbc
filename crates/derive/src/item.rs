//! [`Item`]: what of a struct or an enum `#[model]` wants to know, read from its tokens; [`Settings`]: what it is told.

use proc_macro::{Delimiter, Group, TokenStream, TokenTree};
use std::iter::Peekable;

type Tokens = Peekable<proc_macro::token_stream::IntoIter>;

/// What stands in `#[model(…)]`.
#[derive(Default)]
pub(crate) struct Settings {
    /// It is sent: members that are `None` are left out.
    pub(crate) request: bool,
    response: bool,
    pub(crate) default: bool,
}

impl Settings {
    pub(crate) fn parse(settings: TokenStream) -> Result<Self, String> {
        let mut tokens = settings.into_iter().peekable();
        let mut settings = Self::default();
        while let Some(setting) = word(&mut tokens) {
            match setting.as_str() {
                "request" => settings.request = true,
                "response" => settings.response = true,
                "default" => settings.default = true,
                other => return Err(format!("`#[model({other})]` is unknown")),
            }
            punctuation(&mut tokens, ',');
        }
        match tokens.next() {
            None => Ok(settings),
            Some(other) => Err(format!("`#[model]` cannot be told `{other}`")),
        }
    }

    /// Whether it comes in answers.
    pub(crate) fn is_read(&self) -> bool {
        self.response || !self.request
    }
}

/// A struct or an enum.
pub(crate) struct Item {
    pub(crate) name: String,
    pub(crate) shape: Shape,
    /// As it stands in the code, without what only `#[model]` understands.
    pub(crate) tokens: TokenStream,
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
    required: bool,
    null: bool,
    wrapper: Option<String>,
}

impl Member {
    /// What the member is called in the code, as a literal.
    pub(crate) fn literal(&self) -> String {
        literal_of(&self.ident)
    }

    /// What the type is called, without its path and its parameters: `Option`, `Vec`.
    pub(crate) fn head(&self) -> &str {
        let path = self.ty.split('<').next().unwrap_or_default();
        path.rsplit("::").next().unwrap_or_default().trim()
    }
}

fn literal_of(ident: &str) -> String {
    format!("\"{}\"", ident.strip_prefix("r#").unwrap_or(ident))
}

impl Item {
    pub(crate) fn parse(input: TokenStream) -> Result<Self, String> {
        let mut tokens = input.into_iter().peekable();
        let mut code = TokenStream::new();
        let kind = loop {
            let token = tokens.next().ok_or("expected a struct or an enum")?;
            let word = token.to_string();
            code.extend([token]);
            if matches!(word.as_str(), "struct" | "enum" | "union") {
                break word;
            }
        };
        let name = tokens.next().ok_or("expected the type's name")?;
        code.extend([name.clone()]);
        let body = match tokens.next() {
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => group,
            _ => {
                return Err(format!(
                    "`{name}` has parameters or no named members; use serde's derives"
                ));
            }
        };
        let (name, inside) = (name.to_string(), body.stream());
        let shape = match kind.as_str() {
            "struct" => Shape::Struct(members(inside.clone())?),
            "enum" => Shape::Enum(variants(&name, inside.clone())?),
            other => return Err(format!("a `{other}` cannot be a model")),
        };
        let mut bare = Group::new(Delimiter::Brace, without_wire(inside));
        bare.set_span(body.span());
        code.extend([TokenTree::Group(bare)]);
        Ok(Self {
            name,
            shape,
            tokens: code,
        })
    }
}

/// The members without `#[wire(…)]`, which the compiler does not know.
fn without_wire(body: TokenStream) -> TokenStream {
    let mut bare = TokenStream::new();
    let mut tokens = body.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let is_hash = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '#');
        if is_hash && matches!(tokens.peek(), Some(TokenTree::Group(group)) if is_wire(group)) {
            tokens.next();
        } else {
            bare.extend([token]);
        }
    }
    bare
}

/// Whether the brackets of an attribute hold `wire(…)`.
fn is_wire(attribute: &Group) -> bool {
    word(&mut attribute.stream().into_iter().peekable()).as_deref() == Some("wire")
}

fn members(body: TokenStream) -> Result<Vec<Member>, String> {
    let mut tokens = body.into_iter().peekable();
    let mut members = Vec::new();
    while tokens.peek().is_some() {
        let wire = attributes(&mut tokens)?;
        visibility(&mut tokens);
        let ident = word(&mut tokens).ok_or("expected a member's name")?;
        if !punctuation(&mut tokens, ':') {
            return Err(format!("expected the type of `{ident}`"));
        }
        members.push(Member {
            wire: wire.name.unwrap_or_else(|| literal_of(&ident)),
            ty: ty(&mut tokens),
            required: wire.required,
            null: wire.null,
            wrapper: wire.wrapper,
            ident,
        });
    }
    Ok(members)
}

fn variants(name: &str, body: TokenStream) -> Result<Vec<String>, String> {
    let mut tokens = body.into_iter().peekable();
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
        if !is_wire(&attribute) {
            continue;
        }
        let mut inside = attribute.stream().into_iter().skip(1);
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
